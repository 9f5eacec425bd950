import { addEventOnce } from '../events.ts';
import type { Deployment, EcsState, Service, Task } from '../state.ts';
import { breakerThreshold, circuitBreakerOf } from './circuit-breaker.ts';
import { failDeployment } from './fail-deployment.ts';
import { ongoing } from './service-deployments.ts';
import { wake } from './wake.ts';

const throttledAfter = 60_000;

/** Counts a task that did not start or lost its health, and fails the deployment when there are too many of them. */
export function recordFailure(state: EcsState, task: Task): void {
  const service = task.service === null ? undefined : state.services.get(`${task.cluster}/${task.service}`);
  const deployment = service?.deployments.find(({ revision }) => revision === task.revision);
  if (service && deployment) countFailure(state, service, deployment);
}

export function countFailure(state: EcsState, service: Service, deployment: Deployment): void {
  const pause = Math.min(state.timings.restart * 2 ** deployment.failuresInARow, state.timings.restartMaximum) * 1000;
  deployment.failuresInARow += 1;
  deployment.notBefore = state.now + pause;
  deployment.updatedAt = state.now;
  if (pause >= throttledAfter) addEventOnce(state, service, 'is unable to consistently start tasks successfully.');
  if (deployment.rolloutState !== 'IN_PROGRESS' || deployment.status !== 'PRIMARY') return;
  deployment.failedTasks += 1;
  const breaker = circuitBreakerOf(service.deploymentConfiguration);
  const threshold = breakerThreshold(breaker, service.desiredCount);
  const serviceDeployment = ongoing(service);
  if (serviceDeployment && !serviceDeployment.rollback) {
    serviceDeployment.failureCount = deployment.failedTasks;
    serviceDeployment.threshold = threshold;
  }
  if (breaker.enable && deployment.failedTasks >= threshold) {
    failDeployment(state, service, {
      cause: 'circuit-breaker',
      rollback: breaker.rollback,
      reason: 'Service deployment rolled back because the circuit breaker threshold was exceeded.',
    });
  }
  wake(state, service, state.now);
}

/** A task runs for good: failures count from nought again, unless the breaker adds them all up. */
export function recordSuccess(state: EcsState, service: Service, task: Task): void {
  const deployment = service.deployments.find(({ revision }) => revision === task.revision);
  if (!deployment) return;
  deployment.failuresInARow = 0;
  deployment.updatedAt = state.now;
  if (!circuitBreakerOf(service.deploymentConfiguration).resetOnHealthyTask) return;
  deployment.failedTasks = 0;
  const serviceDeployment = ongoing(service);
  if (serviceDeployment && !serviceDeployment.rollback && serviceDeployment.target === deployment.revision) {
    serviceDeployment.failureCount = 0;
  }
}
