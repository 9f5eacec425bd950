import { defineStep, type StepContext } from '@funade/core';
import { z } from 'zod';
import { namesOf } from '../arrival/names-of.ts';
import { hasPassed } from '../model/lifecycle-stage.ts';
import { awaitRollout } from '../rollback/await-rollout.ts';
import { type Reached, reachedText } from '../rollout/reached-text.ts';
import { budgetOf, type WaitInput, waitInput } from '../rollout/wait-input.ts';

const output = z.object({
  /** The deployment that is done; a newer one of the same revision when somebody deployed that once more. */
  deploymentId: z.string(),
  taskDefinition: z.string(),
  /** Null where nothing was waited for. */
  running: z.number().nullable(),
  /** Of a deployment that is not waited for any longer and continues in ECS: what it does, and what to type for its end. Absent: it is done. */
  goesOn: z.string().optional(),
  /** Its lifecycle stage then; null where it was not looked at, or has none. */
  stage: z.string().nullable().optional(),
  /** When ECS leaves the stage, as far as it can be told: milliseconds since the epoch, or null. */
  stageUntil: z.number().nullable().optional(),
});

type WaitOutput = z.output<typeof output>;

/**
 * Waits until our deployment is done, and proves that what runs is what was deployed; or until it is as far as it is to be
 * waited for, and says that it continues. Reads only, unless the rollout fails
 * and `onFailure` says what to do, or the run is interrupted and `onCancel` does.
 *
 * Throws `ROLLOUT_FAILED`, `TASKS_KEEP_FAILING`, `ROLLED_BACK`, `ROLLBACK_FAILED`, `SUPERSEDED`, `ROLLOUT_STOPPED`,
 * `ROLLOUT_PAUSED`, `SERVICE_DELETED`, `ROLLOUT_TIMED_OUT`, `ROLLOUT_UNSEEN`, `ROLLOUT_UNPROVEN`, `WATCH_INTERRUPTED`,
 * `ROLLBACK_REQUESTED`, and at once what AWS refuses.
 */
export const waitForRollout = defineStep({
  kind: 'ecs.wait-for-rollout',
  waits: true,
  effect: 'none',
  deadlineSeconds: budgetOf,
  input: waitInput,
  output,
  goesOn: (returned) => output.pick({ goesOn: true }).parse(returned).goesOn ?? null,
  // Before all traffic is on the new tasks, whatever follows would meet the old ones.
  holdsBack: (returned) => {
    const { stage = null } = output.pick({ stage: true }).parse(returned);
    return !hasPassed(stage, 'POST_PRODUCTION_TRAFFIC_SHIFT');
  },
  async run(request, context) {
    if (request.until === 'started') return leave(request, { deploymentId: request.deploymentId }, context);
    const { deploymentId: id, taskDefinition } = request;
    if (request.serves) return { deploymentId: id, taskDefinition, running: null };
    const end = await awaitRollout(request, request.until, context);
    if (end.state === 'reached') return leave(request, end, context);
    const { deploymentId, running } = end;
    return { deploymentId, taskDefinition, running };
  },
});

/** Waits no longer: what was started continues in ECS. */
function leave(
  request: WaitInput,
  { running = 0, ...found }: Partial<Reached> & Pick<Reached, 'deploymentId'> & { readonly running?: number },
  context: StepContext,
): WaitOutput {
  const reached = { stage: null, stageUntil: null, hook: null, ...found };
  const { deploymentId, stage, stageUntil } = reached;
  const goesOn = reachedText(request, reached, namesOf(context));
  return { deploymentId, taskDefinition: request.taskDefinition, running, goesOn, stage, stageUntil };
}
