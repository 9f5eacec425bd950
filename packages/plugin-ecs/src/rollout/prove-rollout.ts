import type { Task } from '@aws-sdk/client-ecs';
import { resourceName } from '@funade/aws';
import { isDeployError, type StepContext } from '@funade/core';
import { useEcs } from '../api/ecs-client.ts';
import { namesOf } from '../arrival/names-of.ts';
import type { ServiceRef } from '../model/errors.ts';
import { rolloutUnproven } from '../model/rollout-errors.ts';
import type { ServiceView } from '../model/rollout-views.ts';
import { useRolloutPoller } from '../poll/use-rollout-poller.ts';
import { readTasks } from '../stopped-task/read-tasks.ts';
import { type AfterSuccess, afterSuccess } from './after-success.ts';
import { type ProofWanted, type RunningTask, rolloutProof } from './rollout-proof.ts';
import { rolloutStand } from './rollout-stand.ts';

/** Looks for the tasks of a deployment that is done; a task that is just being replaced is there the next time. */
const looks = 3;
const pauseMs = 2_000;

/** What is proven, and how the service is looked at again. */
export interface ProofTask {
  readonly place: ServiceRef;
  readonly wanted: ProofWanted;
  /** A look at the service that begins now; null: there is no such service any more. */
  look(): Promise<ServiceView | null>;
}

/**
 * Proves that what runs is what was deployed, or tells what has become of the service since. Says so when it may not look;
 * throws `ROLLOUT_UNPROVEN` when the deployment still serves and other tasks run.
 */
export async function proveRollout(
  { place, wanted, look }: ProofTask,
  context: StepContext,
): Promise<AfterSuccess | { readonly state: 'proven' }> {
  for (let count = 1; ; count += 1) {
    const wrong = await wrongTasks(place, wanted, context);
    if (wrong === null) return { state: 'proven' };
    const service = await look();
    const after = afterSuccess(wanted, service);
    if (after.state !== 'serves') return after;
    if (count >= looks) {
      throw rolloutUnproven(place, {
        ...wanted,
        ...namesOf(context),
        wrong,
        stand: rolloutStand({ ...wanted, service, serviceDeployment: null }),
      });
    }
    await context.clock.sleep(pauseMs, { signal: context.signal });
  }
}

/** What runs instead, one line each: none when nothing runs; null when all is right, or may not be looked at. */
async function wrongTasks(
  place: ServiceRef,
  wanted: ProofWanted,
  context: StepContext,
): Promise<readonly string[] | null> {
  try {
    const [ecs, poller] = await Promise.all([useEcs(context), useRolloutPoller(context)]);
    poller.spend(2);
    const tasks = await readTasks(ecs, { place, desired: 'RUNNING' }, context);
    const running = tasks.filter(({ lastStatus }) => lastStatus === 'RUNNING').map(runningTask);
    const { tasks: count, wrong } = rolloutProof(running, wanted);
    return wrong.length === 0 && count > 0 ? null : wrong;
  } catch (error) {
    context.signal.throwIfAborted();
    if (!isDeployError(error)) throw error;
    context.warn(
      `ECS says that ${place.service} is done, but which images are running could not be verified: ${error.message}`,
    );
    return null;
  }
}

function runningTask({ taskArn = '', startedBy = '', taskDefinitionArn = '', containers = [] }: Task): RunningTask {
  return {
    id: resourceName(taskArn),
    deploymentId: startedBy,
    taskDefinition: taskDefinitionArn,
    containers: containers.map(({ name = '', image = '', imageDigest }) => ({
      name,
      image,
      digest: imageDigest ?? null,
    })),
  };
}
