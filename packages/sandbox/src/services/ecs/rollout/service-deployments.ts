import { logDeployment } from '../logs/action-logs.ts';
import type { EcsState, Service, ServiceDeployment, ServiceDeploymentStatus } from '../state.ts';

/**
 * What may follow what.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-deployment.html
 */
export const transitions: Readonly<Record<ServiceDeploymentStatus, readonly ServiceDeploymentStatus[]>> = {
  PENDING: ['IN_PROGRESS', 'ROLLBACK_REQUESTED', 'STOP_REQUESTED', 'STOPPED'],
  IN_PROGRESS: ['SUCCESSFUL', 'STOP_REQUESTED', 'ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS', 'STOPPED'],
  STOP_REQUESTED: ['STOPPED'],
  ROLLBACK_REQUESTED: ['SUCCESSFUL', 'ROLLBACK_IN_PROGRESS', 'STOPPED'],
  ROLLBACK_IN_PROGRESS: ['ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED'],
  SUCCESSFUL: [],
  STOPPED: [],
  ROLLBACK_SUCCESSFUL: [],
  ROLLBACK_FAILED: [],
};

const briefly = 300;

export function isFinished(deployment: ServiceDeployment): boolean {
  return transitions[deployment.status].length === 0;
}

/** The service deployment that is going on, if one is. */
export function ongoing(service: Service): ServiceDeployment | undefined {
  return service.serviceDeployments.find((deployment) => !isFinished(deployment));
}

export function setStatus(
  state: EcsState,
  deployment: ServiceDeployment,
  { status, reason }: { status: ServiceDeploymentStatus; reason?: string },
): void {
  const next = transitions[deployment.status];
  // Where nothing takes time, the end of a deployment may come before its beginning.
  if (deployment.status === 'PENDING' && !next.includes(status))
    setStatus(state, deployment, { status: 'IN_PROGRESS' });
  else if (!next.includes(status)) throw new RangeError(`${deployment.status} can't become ${status}`);
  deployment.status = status;
  deployment.updatedAt = state.now;
  deployment.due = null;
  if (reason !== undefined) deployment.statusReason = reason;
  if (status === 'IN_PROGRESS') deployment.startedAt = state.now;
  if (status === 'STOP_REQUESTED' || status === 'ROLLBACK_REQUESTED') deployment.stoppedAt = state.now;
  if (isFinished(deployment)) deployment.finishedAt = state.now;
  logDeployment(state, deployment);
}

/** STOP_REQUESTED now, STOPPED a moment later; STOPPED at once where a rollback was asked for and has not begun. */
export function requestStop(state: EcsState, deployment: ServiceDeployment): void {
  if (deployment.status === 'ROLLBACK_REQUESTED') {
    setStatus(state, deployment, { status: 'STOPPED' });
    return;
  }
  setStatus(state, deployment, { status: 'STOP_REQUESTED' });
  deployment.due = { at: state.now + briefly, to: 'STOPPED' };
}

/** A rollback that cannot be: ROLLBACK_IN_PROGRESS for a moment, unless it is that already, then ROLLBACK_FAILED. */
export function failRollback(state: EcsState, deployment: ServiceDeployment, reason: string): void {
  if (deployment.status === 'ROLLBACK_IN_PROGRESS') {
    setStatus(state, deployment, { status: 'ROLLBACK_FAILED', reason });
    return;
  }
  setStatus(state, deployment, { status: 'ROLLBACK_IN_PROGRESS', reason });
  deployment.due = { at: state.now + briefly, to: 'ROLLBACK_FAILED' };
}

/** A newer deployment takes over: one that was rolling back has failed to, any other stops. */
export function supersede(state: EcsState, service: Service): void {
  const deployment = ongoing(service);
  if (!deployment) return;
  if (deployment.status === 'ROLLBACK_IN_PROGRESS') setStatus(state, deployment, { status: 'ROLLBACK_FAILED' });
  else if (deployment.status !== 'STOP_REQUESTED') requestStop(state, deployment);
}
