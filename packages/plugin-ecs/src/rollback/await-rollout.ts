import type { StepContext } from '@funade/core';
import { isTransientError } from '../api/is-transient-error.ts';
import { revisionName } from '../model/revision-name.ts';
import { serviceDeleted } from '../model/rollout-errors.ts';
import type { DeploymentView, ServiceView } from '../model/rollout-views.ts';
import type { HookView } from '../model/service-deployment.ts';
import { type StartedDeployment, startedAgain } from '../model/started-deployment.ts';
import type { PausedAt } from '../model/stop-stage.ts';
import type { WaitUntil } from '../model/wait-until.ts';
import type { Watch } from '../poll/rollout-poller.ts';
import { type RolloutLook, useRolloutPoller } from '../poll/use-rollout-poller.ts';
import { badRollout, type EndedRollout } from '../rollout/bad-rollout.ts';
import { followRollout } from '../rollout/follow-rollout.ts';
import { proveRollout } from '../rollout/prove-rollout.ts';
import { rolloutError } from '../rollout/rollout-error.ts';
import { settleRollout } from '../rollout/settle-rollout.ts';
import { stageEnd } from '../rollout/stage-end.ts';
import type { WaitInput } from '../rollout/wait-input.ts';
import { createReasonFinder } from '../stopped-task/find-reasons.ts';
import { dealWithFailure } from './deal-with-failure.ts';
import { rollBackOnCancel } from './roll-back-on-cancel.ts';
import { takeUpFailure } from './take-up-failure.ts';

/** Where the wait for a rollout has ended well: at its end, or where it was to be followed to. */
export type AwaitedRollout = DoneRollout | ReachedRollout;

interface DoneRollout {
  readonly state: 'done';
  /** A newer deployment of the same revision when somebody deployed that once more. */
  readonly deploymentId: string;
  readonly running: number;
}

interface ReachedRollout extends Omit<DoneRollout, 'state'> {
  readonly state: 'reached';
  readonly stage: string | null;
  /** When ECS leaves the stage, as far as it can be told: milliseconds since the epoch. */
  readonly stageUntil: number | null;
  /** The hook that waits for approval; null when none does. */
  readonly hook: HookView | null;
  /** ARN; null where it cannot be seen. */
  readonly serviceDeployment: string | null;
  /** When it came there, by ECS's clock; null where ECS does not say. */
  readonly since: number | null;
}

/** The rollback that a plan holds: why it was needed is told by the step that failed. */
const plannedRollback = { how: 'by-update', deploymentId: null, why: null } as const;

/**
 * Waits until a deployment is done and proven, or is where it is to be followed to. Reads only, unless the rollout fails and
 * `onFailure` says what to do, or the run is interrupted and `onCancel` does.
 *
 * Throws what a rollout ends with that does not go well, and at once what AWS refuses.
 */
export async function awaitRollout(
  request: WaitInput,
  until: WaitUntil | PausedAt,
  context: StepContext,
): Promise<AwaitedRollout> {
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
      const following = { ...request, place: request, started, budgetSeconds, rollback, until };
      const ending = await followRollout(following, { watch, reasons }, context);
      const end = await conclude(request, { ending, watch, reasons, proves: typeof until !== 'object' }, context);
      if (!('again' in end)) return end;
      started = end.again;
    }
  } catch (error) {
    if (!context.signal.aborted) throw error;
    throw await rollBackOnCancel(request, error, context);
  }
}

/** The very revision was deployed once more before ours could be proven, so that one is followed. */
interface Again {
  readonly again: StartedDeployment;
}

async function conclude(
  request: WaitInput,
  rollout: EndedRollout & { readonly proves: boolean },
  context: StepContext,
): Promise<AwaitedRollout | Again> {
  const { ending, reasons } = rollout;
  const { verdict, started } = ending;
  const earlier = await takeUpFailure(request, rollout, context);
  if (earlier !== null) throw earlier;
  switch (verdict.state) {
    case 'reached': {
      const { stage, hook, ours } = verdict;
      const { serviceDeployment } = ending;
      const stageUntil = serviceDeployment === null ? null : stageEnd(serviceDeployment, context.clock.now());
      const { deploymentId } = started;
      const running = ours?.running ?? 0;
      return {
        state: 'reached',
        deploymentId,
        running,
        stage,
        stageUntil,
        hook,
        serviceDeployment: serviceDeployment?.arn ?? null,
        since: serviceDeployment?.shift?.updatedAt ?? null,
      };
    }
    case 'succeeded':
      if (!rollout.proves)
        return { state: 'done', deploymentId: started.deploymentId, running: verdict.ours?.running ?? 0 };
      return succeed(request, { ...rollout, ours: verdict.ours }, context);
    case 'failing-fast':
      throw await dealWithFailure(request, rollout, context);
    case 'deleted':
    case 'paused':
    case 'superseded':
      break;
    default:
      await reasons.look(started.deploymentId, 'last');
      await reasons.consult({
        deploymentId: started.deploymentId,
        serviceDeployment: ending.serviceDeployment?.arn ?? null,
        since: started.createdAt,
      });
  }
  if (verdict.state === 'failed') throw await dealWithFailure(request, rollout, context);
  throw rolloutError(request, badRollout(request, { ...rollout, verdict, left: null }, context));
}

async function succeed(
  request: WaitInput,
  rollout: EndedRollout & { readonly ours: DeploymentView | null },
  context: StepContext,
): Promise<AwaitedRollout | Again> {
  const { ending, watch, ours } = rollout;
  const { started, service } = ending;
  const { deploymentId } = started;
  const { taskDefinition, images, settleSeconds } = request;
  const output = { state: 'done', deploymentId, running: ours?.running ?? 0 } as const;
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
