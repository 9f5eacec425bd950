import { revisionName } from '../model/revision-name.ts';
import type { RolloutStand, ServingDeployment } from '../model/rollout-stand.ts';
import type { DeploymentView, ServiceView } from '../model/rollout-views.ts';
import type { ServiceDeploymentView } from '../model/service-deployment.ts';
import { newestOf } from './standing-state.ts';

/** What a rollout was last seen as. */
export interface SeenRollout {
  readonly deploymentId: string;
  /** ARN of the revision that it deploys; null where only the service can tell. */
  readonly taskDefinition: string | null;
  readonly service: ServiceView | null;
  readonly serviceDeployment: ServiceDeploymentView | null;
}

/** Where a rollout left its service, for the error that tells its end and for programs. */
export function rolloutStand({ deploymentId, taskDefinition, service, serviceDeployment }: SeenRollout): RolloutStand {
  const deployments = service?.deployments ?? [];
  const requested = taskDefinition ?? deployments.find(({ id }) => id === deploymentId)?.taskDefinition ?? null;
  return {
    requested: requested === null || requested === '' ? null : revisionName(requested),
    serving: servingOf(deployments),
    deployments: deployments.map(({ id, status, taskDefinition: arn, desired, running, failed }) => ({
      id,
      status,
      taskDefinition: revisionName(arn),
      desired,
      running,
      failed,
    })),
    serviceDeployment: serviceDeployment?.arn ?? null,
    circuitBreaker: serviceDeployment?.circuitBreaker ?? null,
    alarms: serviceDeployment?.alarms ?? [],
  };
}

/** The newest deployment that ECS has completed and that runs tasks; null where none does. */
function servingOf(deployments: readonly DeploymentView[]): ServingDeployment | null {
  const done = deployments.filter(({ rolloutState, running }) => running > 0 && isDone(rolloutState));
  const newest = newestOf(done);
  return newest === undefined ? null : { id: newest.id, taskDefinition: revisionName(newest.taskDefinition) };
}

function isDone(rolloutState: string | null): boolean {
  return rolloutState === 'COMPLETED' || rolloutState === null;
}
