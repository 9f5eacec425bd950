import type { WireObject } from '../../../model/service.ts';
import { addEvent } from '../events.ts';
import type { Deployment, EcsState, Service, ServiceDeployment } from '../state.ts';
import { revisionMembers } from './revision-members.ts';
import { failRollback, ongoing, requestStop, setStatus } from './service-deployments.ts';
import { wake } from './wake.ts';

/** Why a deployment ends badly. */
export interface DeploymentFailure {
  readonly cause: 'circuit-breaker' | 'alarm' | 'user' | 'hook';
  /** Whether the service goes back to the deployment that last completed. */
  readonly rollback: boolean;
  /** `statusReason` of the service deployment. */
  readonly reason: string;
}

const noCandidate = 'No rollback candidate was found to run the rollback';

/**
 * Ends the PRIMARY deployment. With a rollback the deployment that last completed is promoted again under its old id;
 * without one, or with nothing to go back to, the service stalls.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 */
export function failDeployment(state: EcsState, service: Service, failure: DeploymentFailure): void {
  const failed = service.deployments.find((deployment) => deployment.status === 'PRIMARY');
  if (!failed) return;
  const serviceDeployment = ongoing(service);
  const rollingBack = serviceDeployment?.rollback != null;
  const candidate = service.lastCompleted;
  if (failure.cause !== 'user')
    addEvent(state, service, `(deployment ${failed.id}) deployment failed: ${words(failure)}`);
  failed.readySince = null;
  if (serviceDeployment && !rollingBack) mark(serviceDeployment, failure);
  if (failure.rollback && candidate && candidate !== failed) {
    promote(state, service, { candidate, failed, failure });
    if (serviceDeployment) {
      serviceDeployment.rollback = { reason: failure.reason, startedAt: state.now, revision: candidate.revision };
      setStatus(state, serviceDeployment, { status: 'ROLLBACK_IN_PROGRESS', reason: failure.reason });
    }
  } else {
    stall(state, failed, failure);
    if (serviceDeployment && (failure.rollback || rollingBack)) {
      failRollback(state, serviceDeployment, noCandidate);
    } else if (serviceDeployment) {
      requestStop(state, serviceDeployment);
    }
  }
  wake(state, service);
}

function mark(serviceDeployment: ServiceDeployment, failure: DeploymentFailure): void {
  if (failure.cause === 'circuit-breaker' || failure.cause === 'alarm') serviceDeployment.triggered = failure.cause;
}

function promote(
  state: EcsState,
  service: Service,
  { candidate, failed, failure }: { candidate: Deployment; failed: Deployment; failure: DeploymentFailure },
): void {
  addEvent(state, service, `rolling back to deployment ${candidate.id}.`);
  failed.status = 'ACTIVE';
  failed.updatedAt = state.now;
  failed.failsAt = state.now + 1000;
  failed.rolloutStateReason = failedReason(failure);
  candidate.status = 'PRIMARY';
  candidate.rolloutState = 'IN_PROGRESS';
  candidate.rolloutStateReason =
    failure.cause === 'circuit-breaker'
      ? `ECS deployment circuit breaker: rolling back to deploymentId ${candidate.id}.`
      : `ECS deployment ${candidate.id} in progress.`;
  candidate.failedTasks = 0;
  candidate.failuresInARow = 0;
  candidate.notBefore = 0;
  candidate.readySince = null;
  candidate.updatedAt = state.now;
  service.lastCompleted = null;
  service.steadySince = null;
  service.deployments = [candidate, ...service.deployments.filter((deployment) => deployment !== candidate)];
  service.taskDefinition = candidate.revision.taskDefinition;
  service.settings = { ...withoutRevision(service.settings), ...candidate.revision.settings };
}

/** The members a revision does not fix; a rollback leaves them as they are. */
function withoutRevision(settings: WireObject): WireObject {
  const fixed: readonly string[] = revisionMembers;
  return Object.fromEntries(Object.entries(settings).filter(([member]) => !fixed.includes(member)));
}

function stall(state: EcsState, failed: Deployment, failure: DeploymentFailure): void {
  failed.stalled = true;
  failed.rolloutState = 'FAILED';
  failed.rolloutStateReason = failedReason(failure);
  failed.updatedAt = state.now;
}

function words({ cause, reason }: DeploymentFailure): string {
  if (cause === 'alarm') return 'alarm detected.';
  return cause === 'hook' ? reason : 'tasks failed to start.';
}

function failedReason(failure: DeploymentFailure): string {
  if (failure.cause === 'circuit-breaker') return 'ECS deployment circuit breaker: tasks failed to start.';
  return failure.cause === 'alarm' ? 'ECS deployment failed: alarm detected.' : failure.reason;
}
