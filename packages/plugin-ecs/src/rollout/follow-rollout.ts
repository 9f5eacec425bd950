import type { StepContext } from '@funade/core';
import { namesOf } from '../arrival/names-of.ts';
import type { ServiceRef } from '../model/errors.ts';
import type { Rollback } from '../model/rollback.ts';
import type { DeploymentView, RolloutVerdict, ServiceView } from '../model/rollout-views.ts';
import { type HookView, isEnded, type ServiceDeploymentView } from '../model/service-deployment.ts';
import { type StartedDeployment, startedAgain } from '../model/started-deployment.ts';
import type { PausedAt } from '../model/stop-stage.ts';
import type { WaitUntil } from '../model/wait-until.ts';
import { watchInterrupted } from '../model/watch-errors.ts';
import type { Watch } from '../poll/rollout-poller.ts';
import type { RolloutLook } from '../poll/use-rollout-poller.ts';
import { consoleLink } from '../service/console-link.ts';
import type { ReasonFinder } from '../stopped-task/find-reasons.ts';
import type { StopReport } from '../stopped-task/stop-report.ts';
import { createBakingPace } from './baking-pace.ts';
import { createDeploymentTracker, type DeploymentTracker } from './deployment-tracker.ts';
import { hasLost } from './has-lost.ts';
import { hasReached } from './has-reached.ts';
import { rollbackOf } from './rollback-of.ts';
import { rolloutStand } from './rollout-stand.ts';
import { rolloutVerdict } from './rollout-verdict.ts';
import { createRolloutTeller } from './tell-rollout.ts';

/** What is followed, and how long. */
export interface Following {
  readonly place: ServiceRef;
  readonly started: StartedDeployment;
  readonly budgetSeconds: number;
  /** Deaths of one cause after which the following ends; 0: never; null: as ECS would tolerate. */
  readonly failFast: number | null;
  /** What is rolled back by what is followed; null where a rollout is followed. */
  readonly rollback: Rollback | null;
  /** How far it is followed. Default: to its end. */
  readonly until?: WaitUntil | PausedAt;
  /** Until when events were told before. Default: never. */
  readonly heardUntil?: number | null;
}

/** What a deployment is followed with. */
export interface FollowingMeans {
  readonly watch: Watch<RolloutLook>;
  readonly reasons: ReasonFinder;
}

/** So many tasks of the deployment have stopped for the same reason that it counts as failed. */
export interface FailingFast {
  readonly state: 'failing-fast';
  readonly report: StopReport;
  /** How long it had been done when they died; null: it was not. */
  readonly settledSeconds: number | null;
}

/** The rollout is where it was to be followed to, and continues. */
export interface ReachedPoint {
  readonly state: 'reached';
  readonly stage: string | null;
  /** The hook that waits for approval; null when none does. */
  readonly hook: HookView | null;
  readonly ours: DeploymentView | null;
}

/** How the following ended. */
export interface Ending {
  /** The deployment that was followed last: a newer one of the same revision may have taken over. */
  readonly started: StartedDeployment;
  readonly service: ServiceView | null;
  readonly serviceDeployment: ServiceDeploymentView | null;
  /** What was rolled back by it; null where a rollout was followed. */
  readonly rollback: Rollback | null;
  readonly verdict: Extract<RolloutVerdict, { final: true }> | FailingFast | ReachedPoint;
}

/** For so many milliseconds answers may be older than ones that were there before. */
const staleness = 30_000;

/**
 * Follows a deployment until its verdict is certain, its tasks keep dying, or its time is over. Only reads.
 *
 * Throws `ROLLOUT_UNSEEN`, `ROLLOUT_TIMED_OUT` (where nothing could be seen at the end), `WATCH_INTERRUPTED`, and at once
 * what AWS refuses.
 */
export async function followRollout(
  following: Following,
  { watch, reasons }: FollowingMeans,
  context: StepContext,
): Promise<Ending> {
  const { place, budgetSeconds, failFast, rollback, until = 'steady', heardUntil = null } = following;
  const begun = context.clock.monotonic();
  const tracker = createDeploymentTracker({ place, watch, budgetSeconds }, context);
  const tell = createRolloutTeller(context);
  const baking = createBakingPace(context.clock);
  let { started } = following;
  let seenBefore = false;
  let doubted: RolloutVerdict['state'] | null = null;
  let doubtedSince = begun;
  let failingSince: number | null = null;
  let before: DeploymentView | undefined;
  for (;;) {
    const at = await tracker.take(await nextLook(watch, { place, started, tracker }, context), started.deploymentId);
    if (at === 'nothing') continue;
    const { service, serviceDeployment, events } = tracker;
    const ours = service?.deployments.find(({ id }) => id === started.deploymentId);
    seenBefore ||= ours !== undefined;
    if (hasLost(before, ours)) reasons.expect();
    before = ours ?? before;
    await reasons.look(started.deploymentId);
    const waitedSeconds = (context.clock.monotonic() - begun) / 1000;
    const verdict = rolloutVerdict(
      started,
      { service, serviceDeployment },
      { seenBefore, blind: tracker.blind, waitedSeconds, budgetSeconds },
    );
    const secondsLeft = Math.max(0, budgetSeconds - waitedSeconds);
    const back = rollback ?? rollbackOf(verdict, { started, serviceDeployment, report: reasons.worst() });
    const since = started.createdAt === null ? null : Math.max(started.createdAt, heardUntil ?? 0);
    reasons.hear(tell({ verdict, rollback: back, service, serviceDeployment, events, since, secondsLeft }));
    const ending = { started, service, serviceDeployment, rollback };
    const pauseMs = baking.pause(serviceDeployment);
    if (verdict.state === 'rolling-out' && pauseMs > 0) watch.rest(pauseMs);
    if (verdict.state === 'rolling-out' && service !== null) {
      const { tolerance } = service;
      const report = await reasons.failsFast(started.deploymentId, { written: failFast, tolerance });
      if (report !== null) failingSince ??= context.clock.monotonic();
      // It is stopped by its service deployment, which may not have been seen yet.
      const known = serviceDeployment !== null || tracker.blind;
      const over = failingSince !== null && context.clock.monotonic() - failingSince >= staleness;
      if (report !== null && (known || over))
        return { ...ending, verdict: { state: 'failing-fast', report, settledSeconds: null } };
    }
    // What takes a release back stops where every deployment of the service does, and nowhere else.
    if ((rollback === null || typeof until === 'object') && hasReached(until, verdict))
      return { ...ending, verdict: reachedPoint(verdict) };
    // A pause that is still seen after ECS was told to roll back does not count.
    if (verdict.state === 'paused' && rollback?.how === 'by-ecs' && secondsLeft > 0) continue;
    const now = context.clock.monotonic();
    const again = at === 'service' && doubted === verdict.state;
    if (!again && at === 'service') doubtedSince = now;
    const agreed = verdict.final && (verdict.certain || (again && now - doubtedSince >= doubtMs(verdict, tracker)));
    if (!verdict.final) doubted = null;
    // What rests on the service has to be seen there again: the service deployment is another witness.
    else if (at === 'service') doubted = verdict.state;
    if (!verdict.final || !agreed) continue;
    if (verdict.state !== 'superseded' || !verdict.sameRevision) return { ...ending, verdict };
    started = startedAgain(started, verdict.by);
    const { deploymentId } = started;
    context.progress(`${deploymentId} deploys the same revision and takes over`, { deploymentId });
    tracker.turn();
    before = undefined;
    doubted = null;
  }
}

function reachedPoint(verdict: RolloutVerdict): ReachedPoint {
  const { stage = null, hook = null, ours = null } = { stage: null, hook: null, ours: null, ...verdict };
  return { state: 'reached', stage, hook, ours };
}

/** How long a verdict that is not certain has to be seen again; what an answer of before would say too, longest. */
function doubtMs({ state }: RolloutVerdict, { blind, serviceDeployment }: DeploymentTracker): number {
  if (state === 'rolled-back' || state === 'rollback-failed' || state === 'deleted') return staleness;
  // Whether ours was done before the other one came is for its service deployment to say, once that has ended.
  const open = !blind && (serviceDeployment === null || !isEnded(serviceDeployment));
  return state === 'superseded' && open ? staleness : 0;
}

async function nextLook(
  watch: Watch<RolloutLook>,
  { place, started, tracker }: Pick<Following, 'place' | 'started'> & { readonly tracker: DeploymentTracker },
  context: StepContext,
): Promise<RolloutLook> {
  try {
    return await watch.next(context.signal);
  } catch (reason) {
    const { deploymentId, taskDefinition } = started;
    const { service, serviceDeployment } = tracker;
    const stand = rolloutStand({ deploymentId, taskDefinition, service, serviceDeployment });
    const link = consoleLink({ region: context.environment.region, place });
    throw watchInterrupted(place, { deploymentId, ...namesOf(context), link, reason, stand });
  }
}
