import { resourceName } from '@funade/aws';
import { isDeployError, type StepContext } from '@funade/core';
import { useEcs } from '../api/ecs-client.ts';
import type { ServicePlace } from '../model/errors.ts';
import { rolloutUnproven } from '../model/rollout-errors.ts';
import { useRolloutPoller } from '../poll/use-rollout-poller.ts';
import { readTasks } from '../stopped-task/read-tasks.ts';
import { type ProofWanted, rolloutProof } from './rollout-proof.ts';

/** Looks for the tasks of a deployment that is done; a task that is just being replaced is there the next time. */
const looks = 3;
const pauseMs = 2_000;

/**
 * Proves that what runs is what was deployed. Says so when it may not look; throws `ROLLOUT_UNPROVEN` when something else
 * runs.
 */
export async function proveRollout(place: ServicePlace, wanted: ProofWanted, context: StepContext): Promise<void> {
  const [ecs, poller] = await Promise.all([useEcs(context), useRolloutPoller(context)]);
  for (let look = 1; ; look += 1) {
    try {
      poller.spend(2);
      const tasks = await readTasks(ecs, { place, desired: 'RUNNING' }, context);
      const running = tasks
        .filter(({ lastStatus }) => lastStatus === 'RUNNING')
        .map(({ taskArn = '', startedBy = '', taskDefinitionArn = '', containers = [] }) => ({
          id: resourceName(taskArn),
          deploymentId: startedBy,
          taskDefinition: taskDefinitionArn,
          containers: containers.map(({ name = '', image = '', imageDigest }) => ({
            name,
            image,
            digest: imageDigest ?? null,
          })),
        }));
      const { tasks: count, wrong } = rolloutProof(running, wanted);
      if (wrong.length === 0 && count > 0) return;
      if (look >= looks) throw rolloutUnproven(place, { ...wanted, wrong });
    } catch (error) {
      context.signal.throwIfAborted();
      if (!isDeployError(error) || error.code === 'ROLLOUT_UNPROVEN') throw error;
      context.warn(`ECS says that ${place.service} is done, but which images run was not proven: ${error.message}`);
      return;
    }
    await context.clock.sleep(pauseMs, { signal: context.signal });
  }
}
