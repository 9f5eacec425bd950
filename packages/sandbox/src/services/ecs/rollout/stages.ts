import { numberIn, objectIn, objectsIn, textIn, textsIn } from '../../../model/input.ts';
import type { WireObject } from '../../../model/service.ts';
import { nextHookId } from '../identifiers.ts';
import type { EcsState, HookRun, LifecycleStage, Service, ServiceDeployment, StageProgress } from '../state.ts';
import { failDeployment } from './fail-deployment.ts';
import type { RollingCounts, RollingMove } from './rolling-move.ts';
import { ongoing } from './service-deployments.ts';
import { liveTasks, tasksOf } from './service-tasks.ts';
import { wake } from './wake.ts';

const order: readonly LifecycleStage[] = [
  'RECONCILE_SERVICE',
  'PRE_SCALE_UP',
  'SCALE_UP',
  'POST_SCALE_UP',
  'TEST_TRAFFIC_SHIFT',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRODUCTION_TRAFFIC_SHIFT',
  'POST_PRODUCTION_TRAFFIC_SHIFT',
  'BAKE_TIME',
  'CLEAN_UP',
];

const minute = 60_000;

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-deployment-how-it-works.html */
const longestStage = 24 * 60 * minute;

/** Whether a staged deployment has come as far as cleaning up; true for a rolling one. */
export function isScaledUp(service: Service): boolean {
  const deployment = ongoing(service);
  if (!deployment?.progress || deployment.rollback) return true;
  return deployment.progress.stage === 'CLEAN_UP';
}

/** The next move of a staged deployment: all new tasks beside the old ones, the old ones only at the very end. */
export function stagedMove(counts: RollingCounts, { stage }: StageProgress): RollingMove {
  const scaling = order.indexOf(stage) >= order.indexOf('SCALE_UP');
  const cleaning = stage === 'CLEAN_UP';
  return {
    start: scaling ? Math.max(0, counts.desired - counts.fresh) : 0,
    stopFresh: Math.max(0, counts.fresh - counts.desired),
    stopOldHealthy: cleaning ? counts.oldHealthy : 0,
    stopOldUnhealthy: cleaning ? counts.oldUnhealthy : 0,
    stuck: false,
  };
}

/**
 * Moves a blue/green, linear or canary deployment through its lifecycle stages as far as it can go now.
 * False: a hook ended the deployment.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-deployment-how-it-works.html
 */
export function advanceStages(state: EcsState, service: Service): boolean {
  const deployment = ongoing(service);
  const progress = deployment?.progress;
  if (!progress || deployment.status !== 'IN_PROGRESS') return true;
  for (;;) {
    if (progress.hookedAt === null) startHooks(state, deployment, progress);
    const hooks = settleHooks(state, service, progress);
    if (hooks === 'failed') return false;
    if (hooks === 'waiting' || progress.stage === 'CLEAN_UP') return true;
    const doneAt = stageDoneAt(state, service, { deployment, progress });
    const lastsTooLong = progress.stage !== 'BAKE_TIME' && state.now - progress.enteredAt >= longestStage;
    if ((doneAt === null || doneAt > state.now) && lastsTooLong) {
      failDeployment(state, service, { cause: 'hook', rollback: true, reason: timedOut(progress.stage) });
      return false;
    }
    if (doneAt === null || doneAt > state.now) {
      wake(state, service, doneAt ?? progress.enteredAt + longestStage);
      return true;
    }
    // Every step of the traffic has its own hooks.
    if (isBetweenSteps(progress) && progress.hookedAt !== progress.productionWeight) {
      startHooks(state, deployment, progress);
      continue;
    }
    if (shiftFurther(state, deployment, progress)) continue;
    enter(state, deployment, order[order.indexOf(progress.stage) + 1] ?? 'CLEAN_UP');
  }
}

function enter(state: EcsState, deployment: ServiceDeployment, stage: LifecycleStage): void {
  const { progress } = deployment;
  if (!progress) return;
  deployment.updatedAt = state.now;
  progress.stage = stage;
  progress.since = state.now;
  progress.enteredAt = state.now;
  progress.hookedAt = null;
  if (stage === 'TEST_TRAFFIC_SHIFT') progress.testWeight = 100;
  if (stage === 'PRODUCTION_TRAFFIC_SHIFT') progress.productionWeight = 0;
}

/** Whether the new revision has a share of the traffic and not all of it. */
function isBetweenSteps({ stage, productionWeight }: StageProgress): boolean {
  return stage === 'PRODUCTION_TRAFFIC_SHIFT' && productionWeight > 0 && productionWeight < 100;
}

function timedOut(stage: LifecycleStage): string {
  return `Service deployment rolled back because the lifecycle stage ${stage} timed out.`;
}

/** When the work of a stage is over; null while it waits for tasks. */
function stageDoneAt(
  state: EcsState,
  service: Service,
  { deployment, progress }: { deployment: ServiceDeployment; progress: StageProgress },
): number | null {
  const { configuration } = deployment;
  const usual = progress.since + state.timings.stage * 1000;
  if (progress.stage === 'BAKE_TIME')
    return progress.since + (numberIn(configuration, 'bakeTimeInMinutes') ?? 0) * minute;
  if (isBetweenSteps(progress)) return progress.since + stepBake(configuration) * minute;
  if (progress.stage !== 'SCALE_UP') return usual;
  const primary = service.deployments.find(({ status }) => status === 'PRIMARY');
  const settled = primary ? tasksOf(liveTasks(state, service), primary).filter((task) => task.settled).length : 0;
  return settled >= service.desiredCount ? usual : null;
}

/** Gives the next share of production traffic to the new revision; false when it has all of it already, or none is due. */
function shiftFurther(state: EcsState, deployment: ServiceDeployment, progress: StageProgress): boolean {
  if (progress.stage !== 'PRODUCTION_TRAFFIC_SHIFT' || progress.productionWeight >= 100) return false;
  progress.productionWeight = nextWeight(deployment.configuration, progress.productionWeight);
  progress.since = state.now;
  deployment.updatedAt = state.now;
  return true;
}

function nextWeight(configuration: WireObject, weight: number): number {
  const strategy = textIn(configuration, 'strategy');
  if (strategy === 'LINEAR') {
    const step = numberIn(objectIn(configuration, 'linearConfiguration') ?? {}, 'stepPercent') ?? 10;
    return Math.min(100, weight + step);
  }
  if (strategy === 'CANARY' && weight === 0) {
    return numberIn(objectIn(configuration, 'canaryConfiguration') ?? {}, 'canaryPercent') ?? 5;
  }
  return 100;
}

function stepBake(configuration: WireObject): number {
  if (textIn(configuration, 'strategy') === 'LINEAR') {
    return numberIn(objectIn(configuration, 'linearConfiguration') ?? {}, 'stepBakeTimeInMinutes') ?? 6;
  }
  return numberIn(objectIn(configuration, 'canaryConfiguration') ?? {}, 'canaryBakeTimeInMinutes') ?? 10;
}

function startHooks(state: EcsState, { configuration }: ServiceDeployment, progress: StageProgress): void {
  progress.hookedAt = progress.productionWeight;
  progress.hooks = (objectsIn(configuration, 'lifecycleHooks') ?? [])
    .filter((hook) => (textsIn(hook, 'lifecycleStages') ?? []).some((stage) => stageOfHook(stage) === progress.stage))
    .map((hook) => startHook(state, hook));
}

/** The pre-production hook runs as the production shift begins; every other hook belongs to the stage it names. */
function stageOfHook(stage: string): string {
  return stage === 'PRE_PRODUCTION_TRAFFIC_SHIFT' ? 'PRODUCTION_TRAFFIC_SHIFT' : stage;
}

function startHook(state: EcsState, hook: WireObject): HookRun {
  const pause = textIn(hook, 'targetType') === 'PAUSE';
  const timeout = objectIn(hook, 'timeoutConfiguration') ?? {};
  const minutes = numberIn(timeout, 'timeoutInMinutes') ?? 1440;
  return {
    id: nextHookId(state),
    type: pause ? 'PAUSE' : 'AWS_LAMBDA',
    targetArn: textIn(hook, 'hookTargetArn') ?? null,
    status: pause ? 'AWAITING_ACTION' : 'IN_PROGRESS',
    endsAt: state.now + (pause ? minutes * minute : state.timings.hook * 1000),
    timeoutAction: textIn(timeout, 'action') === 'CONTINUE' ? 'CONTINUE' : 'ROLLBACK',
  };
}

function settleHooks(state: EcsState, service: Service, progress: StageProgress): 'done' | 'waiting' | 'failed' {
  for (const hook of progress.hooks) {
    if (hook.endsAt > state.now) continue;
    if (hook.status === 'IN_PROGRESS') hook.status = state.hookAnswers.get(hook.targetArn ?? '') ?? 'SUCCEEDED';
    if (hook.status === 'AWAITING_ACTION') hook.status = 'TIMED_OUT';
  }
  const bad = progress.hooks.find(
    ({ status, timeoutAction }) => status === 'FAILED' || (status === 'TIMED_OUT' && timeoutAction === 'ROLLBACK'),
  );
  if (bad) {
    const how = bad.status === 'FAILED' ? 'returned FAILED status.' : 'timed out.';
    failDeployment(state, service, {
      cause: 'hook',
      rollback: true,
      reason: `Service deployment rolled back because ${progress.stage} lifecycle hook(s) failed. Lifecycle hook target ${bad.targetArn ?? bad.id} ${how}`,
    });
    return 'failed';
  }
  const open = progress.hooks.filter(({ status }) => status === 'IN_PROGRESS' || status === 'AWAITING_ACTION');
  for (const hook of open) wake(state, service, hook.endsAt);
  return open.length > 0 ? 'waiting' : 'done';
}
