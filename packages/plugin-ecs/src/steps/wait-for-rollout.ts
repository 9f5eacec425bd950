import { defineStep, type StepContext } from '@funade/core';
import { z } from 'zod';
import { isTransientError } from '../api/is-transient-error.ts';
import { namesOf } from '../arrival/names-of.ts';
import { hasPassed } from '../model/lifecycle-stage.ts';
import { revisionName } from '../model/revision-name.ts';
import { serviceDeleted } from '../model/rollout-errors.ts';
import type { DeploymentView, ServiceView } from '../model/rollout-views.ts';
import { type StartedDeployment, startedAgain } from '../model/started-deployment.ts';
import type { Watch } from '../poll/rollout-poller.ts';
import { type RolloutLook, useRolloutPoller } from '../poll/use-rollout-poller.ts';
import { dealWithFailure } from '../rollback/deal-with-failure.ts';
import { rollBackOnCancel } from '../rollback/roll-back-on-cancel.ts';
import { takeUpFailure } from '../rollback/take-up-failure.ts';
import { badRollout, type EndedRollout } from '../rollout/bad-rollout.ts';
import { followRollout } from '../rollout/follow-rollout.ts';
import { proveRollout } from '../rollout/prove-rollout.ts';
import { type Reached, reachedText } from '../rollout/reached-text.ts';
import { rolloutError } from '../rollout/rollout-error.ts';
import { settleRollout } from '../rollout/settle-rollout.ts';
import { stageEnd } from '../rollout/stage-end.ts';
import { budgetOf, type WaitInput, waitInput } from '../rollout/wait-input.ts';
import { createReasonFinder } from '../stopped-task/find-reasons.ts';

const output = z.object({
  /** The deployment that is done; a newer one of the same revision when somebody deployed that once more. */
  deploymentId: z.string(),
  taskDefinition: z.string(),
  running: z.number(),
  /** Of a deployment that is not waited for any longer and continues in ECS: what it does, and what to type for its end. Absent: it is done. */
  goesOn: z.string().optional(),
  /** Its lifecycle stage then; null where it was not looked at, or has none. */
  stage: z.string().nullable().optional(),
  /** When ECS leaves the stage, as far as it can be told: milliseconds since the epoch, or null. */
  stageUntil: z.number().nullable().optional(),
});

type WaitOutput = z.output<typeof output>;

/** The rollback that a plan holds: why it was needed is told by the step that failed. */
const plannedRollback = { how: 'by-update', deploymentId: null, why: null } as const;

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
    const poller = await useRolloutPoller(context);
    const { taskDefinition } = request;
    const reasons = await createReasonFinder({ place: request, taskDefinition }, context);
    using watch = poller.watch(request);
    const begun = context.clock.monotonic();
    let started: StartedDeployment = request;
    try {
      for (;;) {
        const spent = (context.clock.monotonic() - begun) / 1000;
        const budgetSeconds = request.budgetSeconds - spent;
        const rollback = request.rollback ? plannedRollback : null;
        const following = { ...request, place: request, started, budgetSeconds, rollback };
        const ending = await followRollout(following, { watch, reasons }, context);
        const end = await conclude(request, { ending, watch, reasons }, context);
        if (!('again' in end)) return end;
        started = end.again;
      }
    } catch (error) {
      if (!context.signal.aborted) throw error;
      throw await rollBackOnCancel(request, error, context);
    }
  },
});

/** The very revision was deployed once more before ours could be proven, so that one is followed. */
interface Again {
  readonly again: StartedDeployment;
}

async function conclude(request: WaitInput, rollout: EndedRollout, context: StepContext): Promise<WaitOutput | Again> {
  const { ending, reasons } = rollout;
  const { verdict, started } = ending;
  const earlier = await takeUpFailure(request, rollout, context);
  if (earlier !== null) throw earlier;
  switch (verdict.state) {
    case 'reached': {
      const { stage, hook, ours } = verdict;
      const { serviceDeployment } = ending;
      const stageUntil = serviceDeployment === null ? null : stageEnd(serviceDeployment, context.clock.now());
      const running = ours?.running ?? 0;
      return leave(request, { deploymentId: started.deploymentId, stage, stageUntil, hook, running }, context);
    }
    case 'succeeded':
      return succeed(request, { ...rollout, ours: verdict.ours }, context);
    case 'failing-fast':
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

async function succeed(
  request: WaitInput,
  rollout: EndedRollout & { readonly ours: DeploymentView | null },
  context: StepContext,
): Promise<WaitOutput | Again> {
  const { ending, watch, ours } = rollout;
  const { started, service } = ending;
  const { deploymentId } = started;
  const { taskDefinition, images, settleSeconds } = request;
  const output = { deploymentId, taskDefinition, running: ours?.running ?? 0 };
  const noTask = `service ${request.service} has a desired count of 0: nothing was verified as healthy`;
  if (service?.desired === 0) {
    context.warn(noTask);
    return output;
  }
  const task = {
    place: request,
    wanted: { deploymentId, taskDefinition, images },
    look: () => lookAgain(watch, context),
  };
  const proof = await proveRollout(task, context);
  const after = proof.state === 'proven' && settleSeconds > 0 ? await settleRollout(request, rollout, context) : proof;
  switch (after.state) {
    case 'failing-fast':
      throw await dealWithFailure(request, { ...rollout, ending: { ...ending, verdict: after } }, context);
    case 'again':
      context.progress(`${after.by.id} deploys the same revision and takes over`, { deploymentId: after.by.id });
      return { again: startedAgain(started, after.by) };
    case 'followed':
      context.warn(
        `deployment ${deploymentId} of ${request.service} was completed; ${after.by.id} with ${revisionName(after.by.taskDefinition)} started after it`,
      );
      return output;
    case 'none-wanted':
      context.warn(noTask);
      return output;
    case 'deleted':
      throw serviceDeleted(request);
    default:
      return output;
  }
}

/** Looks that get no answer before the proof is given up. */
const unanswered = 20;

async function lookAgain(watch: Watch<RolloutLook>, { signal }: StepContext): Promise<ServiceView | null> {
  watch.follow(null);
  for (let count = 1; ; count += 1) {
    const look = await watch.next(signal);
    if (look.type === 'seen') return look.service;
    if (look.type === 'unseen' && (!isTransientError(look.error) || count >= unanswered)) throw look.error;
  }
}
