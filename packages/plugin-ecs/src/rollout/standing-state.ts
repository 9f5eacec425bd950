import type { StandingState } from '@funade/core';
import type { DeploymentView, ServiceView } from '../model/rollout-views.ts';
import { isEnded, pausedHook, rolledBackBy, type ServiceDeploymentView } from '../model/service-deployment.ts';
import { trafficText } from './stage-end.ts';

/** What one look at a service saw. */
export interface StandingSeen {
  /** Null when there is no such service. */
  readonly service: ServiceView | null;
  /** The newest one; null where it cannot be seen. */
  readonly serviceDeployment: ServiceDeploymentView | null;
}

/** How a service stands. */
export interface StandingVerdict {
  readonly state: StandingState;
  /** In words; null when the state says it all. */
  readonly note: string | null;
  /** Id of the deployment that is in progress or that ended badly; null when there is neither. */
  readonly deploymentId: string | null;
}

/** How a service stands, whoever deployed it: a table over what ECS says of its newest deployment. */
export function standingState({ service, serviceDeployment }: StandingSeen): StandingVerdict {
  if (service === null || service.status !== 'ACTIVE') return { state: 'missing', note: null, deploymentId: null };
  const primary = service.deployments.find(({ status }) => status === 'PRIMARY');
  if (primary === undefined) return { state: 'steady', note: null, deploymentId: null };
  const newest = serviceDeployment;
  if (newest === null || isOutrun(newest, primary)) return judgePrimary(primary, service);
  const { deploymentId, status, reason } = newest;
  const hook = pausedHook(newest);
  if (hook !== null) {
    const until = hook.expiresAt === null ? '' : ` until ${new Date(hook.expiresAt).toISOString()}`;
    const at = newest.stage === null ? '' : ` at ${stageText(newest)}`;
    return { state: 'paused', note: `${deploymentId} is waiting for approval${at}${until}`, deploymentId };
  }
  switch (status) {
    case 'ROLLBACK_REQUESTED':
    case 'ROLLBACK_IN_PROGRESS':
      return { state: 'rolling-back', note: because(`${deploymentId} is being rolled back`, reason), deploymentId };
    case 'ROLLBACK_SUCCESSFUL':
      return { state: 'steady', note: because(rolledBackText(newest), reason), deploymentId };
    case 'ROLLBACK_FAILED':
      return {
        state: 'failed',
        note: because(`${deploymentId} failed, and so did the rollback`, reason),
        deploymentId,
      };
    case 'STOPPED':
      return judgeStopped(newest, primary);
    case 'SUCCESSFUL':
      return { state: 'steady', note: null, deploymentId: null };
    default:
      return judgeOpen(newest, primary);
  }
}

/** A service deployment appears some seconds late: until then the newest one that is seen is that of an older deployment. */
function isOutrun(deployment: ServiceDeploymentView, primary: DeploymentView): boolean {
  const other = deployment.deploymentId !== primary.id && deployment.rollbackTo !== primary.id;
  return other && isEnded(deployment) && primary.rolloutState === 'IN_PROGRESS';
}

function judgeOpen(newest: ServiceDeploymentView, primary: DeploymentView): StandingVerdict {
  const { deploymentId, stage } = newest;
  const done = stage === null && primary.id === deploymentId && primary.rolloutState === 'COMPLETED';
  if (done) return { state: 'steady', note: null, deploymentId: null };
  return {
    state: 'rolling-out',
    note: stage === null ? null : `${deploymentId} is at ${stageText(newest)}`,
    deploymentId,
  };
}

function stageText({ stage, shift }: ServiceDeploymentView): string {
  const traffic = trafficText(shift);
  return `${stage}${traffic === '' ? '' : ` (${traffic})`}`;
}

function judgeStopped(newest: ServiceDeploymentView, primary: DeploymentView): StandingVerdict {
  const { deploymentId, triggered, reason } = newest;
  if (primary.id !== deploymentId && primary.rolloutState === 'COMPLETED') {
    return { state: 'steady', note: because(`${deploymentId} was stopped`, reason), deploymentId };
  }
  const text = triggered === null ? `${deploymentId} was stopped` : `${deploymentId} failed`;
  return { state: 'failed', note: because(text, reason), deploymentId };
}

/** What DescribeServices says alone. */
function judgePrimary(primary: DeploymentView, { deployments }: ServiceView): StandingVerdict {
  const { id, rolloutState, reason } = primary;
  const newest = newestOf(deployments) ?? primary;
  const alone = deployments.length === 1 && primary.pending === 0 && primary.running >= primary.desired;
  if (rolloutState === 'FAILED') return { state: 'failed', note: because(`${id} failed`, reason), deploymentId: id };
  if (rolloutState === 'COMPLETED' || (rolloutState === null && alone)) {
    return { state: 'steady', note: null, deploymentId: null };
  }
  if (newest.id === id) return { state: 'rolling-out', note: null, deploymentId: id };
  return { state: 'rolling-back', note: `${newest.id} is being rolled back`, deploymentId: newest.id };
}

/** The deployment that came last; what ECS rolls back to keeps its old time. */
export function newestOf(deployments: readonly DeploymentView[]): DeploymentView | undefined {
  return deployments.toSorted((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0))[0];
}

function rolledBackText(deployment: ServiceDeploymentView): string {
  const by = rolledBackBy(deployment);
  const who = { 'circuit-breaker': " by ECS's circuit breaker", alarm: ' by an alarm', hook: ' by a lifecycle hook' };
  return `${deployment.deploymentId} was rolled back${by === null || by === 'somebody' ? '' : who[by]}`;
}

function because(text: string, reason: string | null): string {
  return reason === null || reason === '' ? text : `${text}: ${reason}`;
}
