import { textIn } from '../../../model/input.ts';
import type { WireObject } from '../../../model/service.ts';
import { countTasks, tasksOf } from '../rollout/service-tasks.ts';
import type { Deployment, EcsState, ServiceRevision, Task } from '../state.ts';
import { platformFamily } from '../task-definition/platform.ts';
import { findTaskDefinition } from '../task-definitions.ts';
import { seconds } from './seconds.ts';

/** One member of `deployments`, as DescribeServices gives it. */
export function deploymentView(state: EcsState, deployment: Deployment, tasks: readonly Task[]): WireObject {
  const { running, pending } = countTasks(tasksOf(tasks, deployment));
  const { settings } = deployment.revision;
  return {
    id: deployment.id,
    status: deployment.status,
    taskDefinition: deployment.revision.taskDefinition,
    desiredCount: deployment.desiredCount,
    pendingCount: pending,
    runningCount: running,
    failedTasks: deployment.failedTasks,
    createdAt: seconds(deployment.createdAt),
    updatedAt: seconds(deployment.updatedAt),
    capacityProviderStrategy: settings.capacityProviderStrategy,
    launchType: settings.launchType,
    networkConfiguration: settings.networkConfiguration,
    ...platformOf(state, deployment.revision),
    rolloutState: deployment.rolloutState,
    rolloutStateReason: deployment.rolloutStateReason,
    serviceConnectConfiguration: settings.serviceConnectConfiguration,
    volumeConfigurations: settings.volumeConfigurations,
    vpcLatticeConfigurations: settings.vpcLatticeConfigurations,
  };
}

/** `LATEST` is resolved to a version in deployments and revisions. */
export function platformOf(state: EcsState, { settings, taskDefinition }: ServiceRevision): WireObject {
  const version = textIn(settings, 'platformVersion');
  if (settings.launchType !== 'FARGATE' && version === undefined) return {};
  return {
    platformVersion: version === undefined || version === 'LATEST' ? '1.4.0' : version,
    platformFamily: platformFamily(findTaskDefinition(state, taskDefinition)?.body),
  };
}
