import type { DeploymentView, ServiceView } from '../model/rollout-views.ts';
import type { StartedDeployment } from '../model/started-deployment.ts';

/** Whose a service is while a deployment is to be rolled back: still that one's, one's that was there before it, or a newer one's. */
export type Whose =
  | { readonly whose: 'ours' | 'before' | 'nobody' }
  | { readonly whose: 'newer'; readonly by: DeploymentView };

/** Whose the primary deployment of a service is. What ECS rolled back to by itself was there before. */
export function whoseService(
  { deployments }: ServiceView,
  { deploymentId, knownDeploymentIds, createdAt }: Omit<StartedDeployment, 'taskDefinition' | 'previousTaskDefinition'>,
): Whose {
  const primary = deployments.find(({ status }) => status === 'PRIMARY');
  if (primary === undefined) return { whose: 'nobody' };
  if (primary.id === deploymentId) return { whose: 'ours' };
  const older = primary.createdAt !== null && createdAt !== null && primary.createdAt < createdAt;
  return older || knownDeploymentIds.includes(primary.id) ? { whose: 'before' } : { whose: 'newer', by: primary };
}
