import { defineStep, type StepContext } from '@funade/core';
import { z } from 'zod';
import type { DeploymentView } from '../model/rollout-views.ts';
import { useRolloutPoller } from '../poll/use-rollout-poller.ts';
import { badRollout, type EndedRollout } from '../rollout/bad-rollout.ts';
import { dealWithFailure } from '../rollout/deal-with-failure.ts';
import { type Ending, followRollout } from '../rollout/follow-rollout.ts';
import { proveRollout } from '../rollout/prove-rollout.ts';
import { rollBackOnCancel } from '../rollout/roll-back-on-cancel.ts';
import { rolloutError } from '../rollout/rollout-error.ts';
import { type WaitInput, waitInput } from '../rollout/wait-input.ts';
import { createReasonFinder } from '../stopped-task/find-reasons.ts';

const output = z.object({
  /** The deployment that is done; a newer one of the same revision when somebody deployed that once more. */
  deploymentId: z.string(),
  taskDefinition: z.string(),
  running: z.number(),
});

type WaitOutput = z.output<typeof output>;

/**
 * Waits until our deployment is done, and proves that what runs is what was deployed. Reads only, unless the rollout fails
 * and `onFailure` says what to do, or the run is interrupted and `onCancel` does.
 *
 * Throws `ROLLOUT_FAILED`, `TASKS_KEEP_DYING`, `ROLLED_BACK`, `ROLLBACK_FAILED`, `SUPERSEDED`, `ROLLOUT_STOPPED`,
 * `ROLLOUT_PAUSED`, `SERVICE_DELETED`, `ROLLOUT_TIMED_OUT`, `ROLLOUT_UNSEEN`, `ROLLOUT_UNPROVEN`, `WATCH_INTERRUPTED`,
 * `ROLLBACK_REQUESTED`, and at once what AWS refuses.
 */
export const waitForRollout = defineStep({
  kind: 'ecs.wait-for-rollout',
  waits: true,
  input: waitInput,
  output,
  async run(request, context) {
    const poller = await useRolloutPoller(context);
    const { taskDefinition } = request;
    const reasons = await createReasonFinder({ place: request, taskDefinition }, context);
    using watch = poller.watch(request);
    try {
      const following = { place: request, started: request, ...request };
      const ending = await followRollout(following, { watch, reasons }, context);
      return await conclude(request, { ending, watch, reasons }, context);
    } catch (error) {
      if (!context.signal.aborted) throw error;
      throw await rollBackOnCancel(request, error, context);
    }
  },
});

async function conclude(request: WaitInput, rollout: EndedRollout, context: StepContext): Promise<WaitOutput> {
  const { ending, reasons } = rollout;
  const { verdict, started } = ending;
  switch (verdict.state) {
    case 'succeeded':
      return succeed(request, { ending, ours: verdict.ours }, context);
    case 'dying':
      throw await dealWithFailure(request, rollout, context);
    case 'deleted':
    case 'paused':
    case 'superseded':
      break;
    default:
      await reasons.look(started.deploymentId, 'last');
  }
  if (verdict.state === 'failed') throw await dealWithFailure(request, rollout, context);
  throw rolloutError(request, badRollout(request, { ...rollout, verdict, left: null }, context));
}

async function succeed(
  request: WaitInput,
  { ending, ours }: { readonly ending: Ending; readonly ours: DeploymentView },
  context: StepContext,
): Promise<WaitOutput> {
  const { id: deploymentId, taskDefinition, running } = ours;
  if (ending.service?.desired === 0) {
    context.warn(`service ${request.service} wants no task: nothing was proven healthy`);
  } else {
    await proveRollout(
      request,
      { deploymentId, taskDefinition: request.taskDefinition, images: request.images },
      context,
    );
  }
  return { deploymentId, taskDefinition, running };
}
