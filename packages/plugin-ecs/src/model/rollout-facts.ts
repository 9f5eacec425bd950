import { z } from 'zod';

/** The facts of a service that decide how long its rollout may take and whether it has one to wait for. */
export const rolloutFacts = {
  /** How the rollout of the revision that the service names stands; null: it is done. */
  unsettled: z.enum(['in-progress', 'failed']).nullable(),
  loadBalanced: z.boolean(),
  /** ARNs of the target groups that its tasks are in. */
  targetGroups: z.array(z.string()),
  /** How many times a rolling update has to wait for old tasks before it can start new ones. */
  waves: z.int(),
  /** Whether the percentages leave a rolling update no room at the present count. */
  deadlocked: z.boolean(),
  /** The desired count, rounded up to 50 or a doubling of it, so that a service may scale under a plan. */
  taskClass: z.int(),
} as const;

/** What they are for one service. */
export type RolloutFacts = z.output<z.ZodObject<typeof rolloutFacts>>;
