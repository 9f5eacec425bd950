import type { DeploymentView, ServiceView } from '../model/rollout-views.ts';
import type { StartedDeployment } from '../model/started-deployment.ts';

/**
 * What has become of a service since our deployment was done. `serves`: ours is still the primary deployment and wants
 * tasks, so its tasks must be there.
 */
export type AfterSuccess =
  | { readonly state: 'serves' | 'none-wanted' | 'deleted' }
  /** Another revision is on its way. */
  | { readonly state: 'followed'; readonly by: DeploymentView }
  /** The very revision is deployed once more. */
  | { readonly state: 'again'; readonly by: DeploymentView };

/** Judges a look at the service that came after its deployment was done. */
export function afterSuccess(
  { deploymentId, taskDefinition }: Pick<StartedDeployment, 'deploymentId' | 'taskDefinition'>,
  service: ServiceView | null,
): AfterSuccess {
  if (service === null || service.status !== 'ACTIVE') return { state: 'deleted' };
  const primary = service.deployments.find(({ status }) => status === 'PRIMARY');
  if (primary !== undefined && primary.id !== deploymentId) {
    return { state: primary.taskDefinition === taskDefinition ? 'again' : 'followed', by: primary };
  }
  return { state: service.desired === 0 ? 'none-wanted' : 'serves' };
}
