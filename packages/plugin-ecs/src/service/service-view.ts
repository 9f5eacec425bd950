import type { Deployment, Service } from '@aws-sdk/client-ecs';
import type { DeploymentView, ServiceView } from '../model/rollout-views.ts';
import type { ServiceEvent } from './new-events.ts';
import { toleratedFailures } from './tolerated-failures.ts';

/** A service of an SDK answer as the rules read it. */
export function serviceView(service: Service): ServiceView {
  return {
    status: service.status ?? '',
    desired: service.desiredCount ?? 0,
    running: service.runningCount ?? 0,
    rollsBack: rollsBack(service),
    tolerance: toleratedFailures(service.deploymentConfiguration?.deploymentCircuitBreaker, service.desiredCount ?? 0),
    staged: (service.deploymentConfiguration?.strategy ?? 'ROLLING') !== 'ROLLING',
    deployments: (service.deployments ?? []).map(deploymentView),
    serviceDeployment: service.currentServiceDeployment ?? null,
  };
}

/** A service's events as the rules read them, newest first as ECS gives them. */
export function serviceEvents({ events = [] }: Service): readonly ServiceEvent[] {
  return events.map(({ id, createdAt, message }) => ({
    id: id ?? '',
    createdAt: createdAt?.getTime() ?? null,
    message: message ?? '',
  }));
}

function rollsBack({ deploymentConfiguration }: Service): boolean {
  const { deploymentCircuitBreaker, alarms } = deploymentConfiguration ?? {};
  return [deploymentCircuitBreaker, alarms].some((guard) => guard?.enable === true && guard.rollback === true);
}

function deploymentView(deployment: Deployment): DeploymentView {
  return {
    id: deployment.id ?? '',
    status: deployment.status ?? '',
    taskDefinition: deployment.taskDefinition ?? '',
    rolloutState: deployment.rolloutState ?? null,
    reason: deployment.rolloutStateReason ?? null,
    desired: deployment.desiredCount ?? 0,
    pending: deployment.pendingCount ?? 0,
    running: deployment.runningCount ?? 0,
    failed: deployment.failedTasks ?? 0,
    createdAt: deployment.createdAt?.getTime() ?? null,
    updatedAt: deployment.updatedAt?.getTime() ?? null,
  };
}

/** The deployment that ECS rolls out or has rolled out. */
export function primaryOf(service: Service): DeploymentView | undefined {
  return serviceView(service).deployments.find(({ status }) => status === 'PRIMARY');
}
