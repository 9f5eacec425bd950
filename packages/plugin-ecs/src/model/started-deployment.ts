import { z } from 'zod';

/** A deployment that is waited for, as steps hand it on. */
export const startedDeployment = z.strictObject({
  deploymentId: z.string(),
  /** ARN; empty when nothing says it. */
  taskDefinition: z.string(),
  /** Ids of the deployments that were there before it. */
  knownDeploymentIds: z.array(z.string()).readonly(),
  /** Milliseconds since the epoch. */
  createdAt: z.number().nullable(),
  previousTaskDefinition: z.string().nullable(),
});
