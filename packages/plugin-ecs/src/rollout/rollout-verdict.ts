import type { DeploymentView, RolloutKnown, RolloutSeen, RolloutVerdict, ServiceView } from '../model/rollout-views.ts';
import {
  isEnded,
  pausedHook,
  type RolledBackBy,
  rolledBackBy,
  type ServiceDeploymentView,
} from '../model/service-deployment.ts';
import type { StartedDeployment } from '../model/started-deployment.ts';

/** A new deployment shows up in DescribeServices within seconds; until then its absence means nothing. */
const appearsWithinSeconds = 60;

/**
 * Where the rollout stands, from what was started, what is seen now and what was known before.
 *
 * Identity is the deployment id. A rollback promotes an old deployment under its old id, so a primary deployment that was
 * there before ours means rolled back and one that was not means superseded. Texts, events, the order of the list and the
 * equality of task definitions decide nothing. Where the service deployment can be seen its status decides before anything
 * that the service shows: one that was SUCCESSFUL stays a success when another release starts in the same second, and one
 * that is ROLLBACK_SUCCESSFUL was rolled back although the old revision serves under a new id. The service tells which
 * deployment took over; a service that tells another story than an open service deployment has to tell it twice.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-deployment.html
 */
export function rolloutVerdict(started: StartedDeployment, seen: RolloutSeen, known: RolloutKnown): RolloutVerdict {
  const verdict = judge(started, seen, known);
  return verdict.final || known.waitedSeconds < known.budgetSeconds
    ? verdict
    : { state: 'timed-out', final: true, certain: true, pending: verdict };
}

function judge(started: StartedDeployment, seen: RolloutSeen, known: RolloutKnown): RolloutVerdict {
  const { service, serviceDeployment } = seen;
  if (service === null) return { state: 'deleted', final: true, certain: false };
  if (service.status !== 'ACTIVE') return { state: 'deleted', final: true, certain: true };
  const told = judgeService(started, { service, by: serviceDeployment }, known);
  if (serviceDeployment === null) return known.blind ? told : doubted(told, service);
  const scene: Scene = { started, service, deployment: serviceDeployment, told };
  switch (serviceDeployment.status) {
    case 'SUCCESSFUL':
      return judgeSuccessful(scene);
    case 'ROLLBACK_REQUESTED':
    case 'ROLLBACK_IN_PROGRESS':
      return judgeRollingBack(scene);
    case 'ROLLBACK_SUCCESSFUL':
    case 'ROLLBACK_FAILED':
      return judgeRolledBack(scene);
    case 'STOP_REQUESTED':
    case 'STOPPED':
      return judgeStopped(scene);
    default:
      return judgeOpen(scene);
  }
}

interface Scene {
  readonly started: StartedDeployment;
  readonly service: ServiceView;
  readonly deployment: ServiceDeploymentView;
  /** What the service alone says. */
  readonly told: Told;
}

type Told = Exclude<RolloutVerdict, { state: 'paused' | 'timed-out' }>;

/** What the service alone says, while a service deployment that is about to be seen may say otherwise. */
function doubted(told: Told, service: ServiceView): RolloutVerdict {
  if (told.state === 'succeeded' && told.ours !== null && service.staged) return stillAt(told.ours);
  return told.state === 'superseded' ? { ...told, certain: false } : told;
}

function judgeOpen({ started, service, deployment, told }: Scene): RolloutVerdict {
  const hook = pausedHook(deployment);
  const ours = find(service, started.deploymentId);
  // It may have been SUCCESSFUL before the other one began; the next look at it tells.
  if (told.state === 'superseded') return { ...told, certain: false };
  if (hook !== null) {
    return { state: 'paused', final: true, certain: true, hook, stage: deployment.stage, ours: ours ?? null };
  }
  // A staged deployment may have all of its tasks running long before its bake time is over.
  if (told.state === 'succeeded') {
    return told.ours === null || (deployment.stage === null && !service.staged)
      ? told
      : stillAt(told.ours, deployment.stage);
  }
  if (told.state === 'rolling-out') return { ...told, stage: deployment.stage };
  return told.final ? { ...told, certain: false } : told;
}

function stillAt(ours: DeploymentView, stage: string | null = null): RolloutVerdict {
  return { state: 'rolling-out', final: false, ours, stage };
}

/** ECS says that it is done; a service that does not know it yet, or that others deploy to since, changes nothing. */
function judgeSuccessful({ started, service, deployment, told }: Scene): RolloutVerdict {
  const ours = find(service, started.deploymentId);
  if (ours === undefined && told.state !== 'superseded') return told;
  if (ours !== undefined && isOfBefore(deployment, ours)) return told;
  return { state: 'succeeded', final: true, certain: true, ours: ours ?? null };
}

/** Ours was done once, and ECS rolls back to it from a later one: what was successful then says nothing of this time. */
function isOfBefore({ finishedAt }: ServiceDeploymentView, { rolloutState, updatedAt }: DeploymentView): boolean {
  const open = rolloutState === 'IN_PROGRESS' || rolloutState === 'FAILED';
  return open && finishedAt !== null && updatedAt !== null && updatedAt > finishedAt;
}

function judgeRollingBack({ started, service, deployment, told }: Scene): RolloutVerdict {
  const to = rollbackTarget(started, { service, deployment }, told);
  return { state: 'rolling-back', final: false, to, by: rolledBackBy(deployment) };
}

function judgeRolledBack({ started, service, deployment, told }: Scene): RolloutVerdict {
  const failed = deployment.status === 'ROLLBACK_FAILED';
  // A deployment that comes during a rollback ends the rollback as failed.
  if (failed && told.state === 'superseded') return told;
  const to = rollbackTarget(started, { service, deployment }, told);
  const state = failed ? 'rollback-failed' : 'rolled-back';
  return { state, final: true, certain: true, to, by: rolledBackBy(deployment) };
}

/**
 * STOPPED is what a newer deployment, a breaker that does not roll back, and somebody's ABORT leave behind. The order of the
 * questions follows the documented transitions. The service may have been looked at before, so its word counts twice.
 */
function judgeStopped({ started, service, deployment, told }: Scene): RolloutVerdict {
  if (told.state === 'superseded' || told.state === 'rolled-back' || told.state === 'rollback-failed') return told;
  const ours = find(service, started.deploymentId) ?? null;
  if (deployment.triggered !== null && ours !== null) {
    return { state: 'failed', final: true, certain: true, ours, by: deployment.triggered };
  }
  if (!isEnded(deployment))
    return ours === null
      ? { state: 'appearing', final: false }
      : { state: 'rolling-out', final: false, ours, stage: deployment.stage };
  return { state: 'stopped', final: true, certain: false, ours };
}

function rollbackTarget(
  { previousTaskDefinition }: StartedDeployment,
  { service, deployment: { rollbackTo } }: Pick<Scene, 'service' | 'deployment'>,
  told: Told,
): DeploymentView | null {
  if ('to' in told) return told.to;
  if (told.state === 'superseded' && told.by.taskDefinition === previousTaskDefinition) return told.by;
  return rollbackTo === null ? null : (find(service, rollbackTo) ?? null);
}

/** What DescribeServices says alone. */
function judgeService(
  started: StartedDeployment,
  { service, by: deployment }: { readonly service: ServiceView; readonly by: ServiceDeploymentView | null },
  known: RolloutKnown,
): Told {
  const ours = find(service, started.deploymentId);
  const primary = service.deployments.find(({ status }) => status === 'PRIMARY');
  if (ours !== undefined && ours === primary) return judgePrimary(ours, service, known);
  const appearing = ours === undefined && !known.seenBefore && known.waitedSeconds < appearsWithinSeconds;
  if (primary === undefined || (appearing && wasThereBefore(primary, started))) {
    return ours === undefined
      ? { state: 'appearing', final: false }
      : { state: 'rolling-out', final: false, ours, stage: null };
  }
  const certain = ours !== undefined;
  if (!wasThereBefore(primary, started)) {
    if (ours?.rolloutState === 'COMPLETED') return { state: 'succeeded', final: true, certain: true, ours };
    const sameRevision = primary.taskDefinition === started.taskDefinition;
    return { state: 'superseded', final: true, certain, by: primary, sameRevision };
  }
  const by = deployment?.status.startsWith('ROLLBACK_') ? rolledBackBy(deployment) : guessRolledBackBy(ours, service);
  if (primary.rolloutState === 'FAILED') return { state: 'rollback-failed', final: true, certain, to: primary, by };
  if (primary.rolloutState === 'COMPLETED' || isSettled(primary, service)) {
    return { state: 'rolled-back', final: true, certain, to: primary, by };
  }
  return { state: 'rolling-back', final: false, to: primary, by };
}

function judgePrimary(ours: DeploymentView, service: ServiceView, { blind }: RolloutKnown): Told {
  if (ours.rolloutState === 'COMPLETED' || isSettled(ours, service)) {
    return { state: 'succeeded', final: true, certain: true, ours };
  }
  if (ours.rolloutState === 'FAILED') {
    // ECS may roll back in a moment, or somebody aborted it, which the service deployment will tell.
    return { state: 'failed', final: true, certain: blind && !service.rollsBack, ours, by: null };
  }
  return { state: 'rolling-out', final: false, ours, stage: null };
}

/** Without the service deployment: a service that never rolls back by itself was rolled back by somebody. */
function guessRolledBackBy(ours: DeploymentView | undefined, { rollsBack }: ServiceView): RolledBackBy {
  if (!rollsBack) return 'somebody';
  return ours?.rolloutState === 'FAILED' && ours.failed > 0 ? 'circuit-breaker' : null;
}

/** Where ECS gives no rollout state, the only deployment with all of its tasks running has arrived. */
function isSettled(deployment: DeploymentView, service: ServiceView): boolean {
  const { rolloutState, pending, running, desired } = deployment;
  return rolloutState === null && service.deployments.length === 1 && pending === 0 && running >= desired;
}

function wasThereBefore({ id, createdAt }: DeploymentView, started: StartedDeployment): boolean {
  const older = createdAt !== null && started.createdAt !== null && createdAt < started.createdAt;
  return older || started.knownDeploymentIds.includes(id);
}

function find(service: ServiceView, deploymentId: string): DeploymentView | undefined {
  return service.deployments.find(({ id }) => id === deploymentId);
}
