import type { StepContext } from '@funade/core';
import { useEcs } from '../api/ecs-client.ts';
import type { ServiceRef } from '../model/errors.ts';
import { useRolloutPoller } from '../poll/use-rollout-poller.ts';
import type { Alive } from './fails-fast.ts';
import { readTasks } from './read-tasks.ts';

/** The tasks of a deployment that run now. */
export async function readAlive(
  { place, deploymentId }: { readonly place: ServiceRef; readonly deploymentId: string },
  context: StepContext,
): Promise<readonly Alive[]> {
  const [ecs, poller] = await Promise.all([useEcs(context), useRolloutPoller(context)]);
  poller.spend(2);
  const tasks = await readTasks(ecs, { place, desired: 'RUNNING' }, context);
  return tasks.flatMap(({ startedBy, lastStatus, startedAt, healthStatus }) =>
    startedBy === deploymentId && lastStatus === 'RUNNING' && startedAt !== undefined
      ? [{ startedAt: startedAt.getTime(), health: healthStatus ?? 'UNKNOWN' }]
      : [],
  );
}
