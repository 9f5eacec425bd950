import { z } from 'zod';

/** A deployment that is waited for, as steps hand it on and saved plans and journals hold it. */
export const startedDeployment = z.strictObject({
  deploymentId: z.string(),
  /** ARN of the revision it runs; empty when nothing says it. */
  taskDefinition: z.string(),
  /** Ids of the deployments that were there when it started. */
  knownDeploymentIds: z.array(z.string()).readonly(),
  /** Milliseconds since the epoch, by ECS's clock; null when ECS did not say. */
  createdAt: z.number().nullable(),
  /** ARN of the revision that ran before; null when nothing says it. */
  previousTaskDefinition: z.string().nullable(),
});

/** A deployment that is waited for. */
export type StartedDeployment = z.output<typeof startedDeployment>;

/** What is followed once a newer deployment of the same revision has taken over. */
export function startedAgain(
  started: StartedDeployment,
  { id: deploymentId, createdAt }: { readonly id: string; readonly createdAt: number | null },
): StartedDeployment {
  const knownDeploymentIds = [...started.knownDeploymentIds, started.deploymentId];
  return { ...started, deploymentId, createdAt, knownDeploymentIds };
}
