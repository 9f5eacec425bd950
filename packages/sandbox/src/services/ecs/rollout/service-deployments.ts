import type { EcsState, Service, ServiceDeployment, ServiceDeploymentStatus } from '../state.ts';

const finished: readonly ServiceDeploymentStatus[] = [
  'SUCCESSFUL',
  'STOPPED',
  'ROLLBACK_SUCCESSFUL',
  'ROLLBACK_FAILED',
];
const stopDelay = 300;

export function isFinished(deployment: ServiceDeployment): boolean {
  return finished.includes(deployment.status);
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
  deployment.status = status;
  deployment.updatedAt = state.now;
  deployment.due = null;
  if (reason !== undefined) deployment.statusReason = reason;
  if (status === 'IN_PROGRESS') deployment.startedAt = state.now;
  if (status === 'STOP_REQUESTED' || status === 'ROLLBACK_REQUESTED') deployment.stoppedAt = state.now;
  if (isFinished(deployment)) deployment.finishedAt = state.now;
}

/** STOP_REQUESTED now, STOPPED a moment later. */
export function requestStop(state: EcsState, deployment: ServiceDeployment): void {
  setStatus(state, deployment, { status: 'STOP_REQUESTED' });
  deployment.due = { at: state.now + stopDelay, to: 'STOPPED' };
}

/** A newer deployment takes over: one that was rolling back has failed to, any other stops. */
export function supersede(state: EcsState, service: Service): void {
  const deployment = ongoing(service);
  if (!deployment) return;
  if (deployment.status === 'ROLLBACK_IN_PROGRESS') setStatus(state, deployment, { status: 'ROLLBACK_FAILED' });
  else if (deployment.status !== 'STOP_REQUESTED') requestStop(state, deployment);
}
