import type { Service } from '@aws-sdk/client-ecs';
import { z } from 'zod';
import { isDeadlocked } from './rules/is-deadlocked.ts';
import { rolloutWaves } from './rules/rollout-waves.ts';
import { taskClass } from './rules/task-class.ts';

/** The facts of a service that decide how long its rollout may take and whether it has one to wait for. */
export const rolloutFacts = {
  /** How the rollout of the revision that the service names stands; null: it is done. */
  unsettled: z.enum(['in-progress', 'failed']).nullable(),
  loadBalanced: z.boolean(),
  /** How many times a rolling update has to wait for old tasks before it can start new ones. */
  waves: z.int(),
  /** Whether the percentages leave a rolling update no room at the present count. */
  deadlocked: z.boolean(),
  /** The desired count, rounded up to 50 or a doubling of it, so that a service may scale under a plan. */
  taskClass: z.int(),
} as const;

type RolloutFacts = z.output<z.ZodObject<typeof rolloutFacts>>;

/** Reads these facts from an answer of DescribeServices. */
export function rolloutFactsOf({
  deployments = [],
  loadBalancers = [],
  desiredCount = 0,
  deploymentConfiguration = {},
}: Service): RolloutFacts {
  const { strategy = 'ROLLING', minimumHealthyPercent = 100, maximumPercent = 200 } = deploymentConfiguration;
  const rolling = strategy === 'ROLLING';
  const primary = deployments.find(({ status }) => status === 'PRIMARY');
  const states = { IN_PROGRESS: 'in-progress', FAILED: 'failed', COMPLETED: null } as const;
  return {
    unsettled: primary?.rolloutState === undefined ? null : states[primary.rolloutState],
    loadBalanced: loadBalancers.length > 0,
    waves: rolling ? rolloutWaves({ minimumHealthyPercent, maximumPercent }) : 1,
    deadlocked: rolling && isDeadlocked({ desiredCount, minimumHealthyPercent, maximumPercent }),
    taskClass: taskClass(desiredCount),
  };
}
