import type { DeploymentView, ServiceView } from '../model/rollout-views.ts';

/** Failures after which a deployment without a running task counts as hopeless. */
const hopelessFailures = 3;

/** The deployment that is in progress and is not of this revision; null when the service is free. */
export function busyDeployment({ deployments }: ServiceView, taskDefinition: string): DeploymentView | null {
  const primary = deployments.find(({ status }) => status === 'PRIMARY');
  if (primary === undefined || primary.taskDefinition === taskDefinition) return null;
  return primary.rolloutState === 'IN_PROGRESS' ? primary : null;
}

/**
 * Whether nobody needs to wait for a deployment: its tasks keep failing, none runs, and no circuit breaker will end it.
 * Waiting for it would keep out the very deploy that mends it.
 */
export function isHopeless({ running, failed }: DeploymentView, { rollsBack }: ServiceView): boolean {
  return !rollsBack && running === 0 && failed >= hopelessFailures;
}
