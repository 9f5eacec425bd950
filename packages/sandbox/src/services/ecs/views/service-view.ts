import type { WireObject } from '../../../model/service.ts';
import { countTasks, liveTasks, tasksOf } from '../rollout/service-tasks.ts';
import { hiddenMembers } from '../services.ts';
import type { Deployment, EcsState, Service, Task } from '../state.ts';
import { platformFamily } from '../task-definition/platform.ts';
import { findTaskDefinition } from '../task-definitions.ts';
import { deploymentView } from './deployment-view.ts';
import { seconds } from './seconds.ts';

/** A service as Create-, Update- and DeleteService answer with it: without `currentServiceDeployment`. */
export function serviceView(state: EcsState, service: Service): WireObject {
  const tasks = liveTasks(state, service);
  const { running, pending } = countTasks(tasks);
  const own = service.controller === 'ECS';
  return {
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: `arn:aws:ecs:${state.region}:${state.account}:cluster/${service.cluster}`,
    loadBalancers: [],
    serviceRegistries: [],
    ...shown(service.settings),
    status: service.status,
    desiredCount: service.desiredCount,
    runningCount: running,
    pendingCount: pending,
    platformFamily:
      service.settings.launchType === 'FARGATE'
        ? platformFamily(findTaskDefinition(state, service.taskDefinition)?.body)
        : undefined,
    // Nobody has shown that a service of Express Mode names it; its deployments do.
    taskDefinition: service.express === null ? service.taskDefinition : undefined,
    deploymentConfiguration: service.deploymentConfiguration,
    deployments: own ? ordered(state, service).map((deployment) => deploymentView(state, deployment, tasks)) : [],
    taskSets:
      service.controller === 'CODE_DEPLOY'
        ? service.deployments.map((each) => taskSet(state, service, { each, tasks }))
        : undefined,
    roleArn: `arn:aws:iam::${state.account}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`,
    events: service.events.map(({ id, at, message }) => ({ id, createdAt: seconds(at), message })),
    createdAt: seconds(service.createdAt),
    currentServiceRevisions: own
      ? service.deployments.map((deployment) => revisionSummary(deployment, tasks))
      : undefined,
    schedulingStrategy: service.schedulingStrategy,
    deploymentController: { type: service.controller },
    createdBy: service.createdBy,
    resourceManagementType: service.express === null ? 'CUSTOMER' : 'ECS',
  };
}

/** A service as DescribeServices gives it: with `currentServiceDeployment` once it can be seen, and tags when asked for. */
export function describedService(state: EcsState, service: Service, { tags }: { tags: boolean }): WireObject {
  const current = service.serviceDeployments.find(({ visibleAt }) => visibleAt <= state.now);
  return {
    ...serviceView(state, service),
    currentServiceDeployment: current?.arn,
    tags: tags ? service.tags : undefined,
  };
}

function shown(settings: WireObject): WireObject {
  return Object.fromEntries(Object.entries(settings).filter(([member]) => !hiddenMembers.includes(member)));
}

function ordered(state: EcsState, service: Service): readonly Deployment[] {
  const first = state.activeDeploymentsFirst ? 'ACTIVE' : 'PRIMARY';
  return service.deployments.toSorted((left, right) => Number(right.status === first) - Number(left.status === first));
}

function revisionSummary(deployment: Deployment, tasks: readonly Task[]): WireObject {
  const { running, pending } = countTasks(tasksOf(tasks, deployment));
  return {
    arn: deployment.revision.arn,
    requestedTaskCount: deployment.desiredCount,
    runningTaskCount: running,
    pendingTaskCount: pending,
  };
}

function taskSet(
  state: EcsState,
  service: Service,
  { each, tasks }: { each: Deployment; tasks: readonly Task[] },
): WireObject {
  const { running, pending } = countTasks(tasksOf(tasks, each));
  return {
    id: each.id,
    taskSetArn: `arn:aws:ecs:${state.region}:${state.account}:task-set/${service.cluster}/${service.name}/${each.id}`,
    serviceArn: service.arn,
    clusterArn: `arn:aws:ecs:${state.region}:${state.account}:cluster/${service.cluster}`,
    status: each.status,
    taskDefinition: each.revision.taskDefinition,
    computedDesiredCount: each.desiredCount,
    pendingCount: pending,
    runningCount: running,
    createdAt: seconds(each.createdAt),
    updatedAt: seconds(each.updatedAt),
    launchType: service.settings.launchType,
    scale: { value: 100, unit: 'PERCENT' },
    stabilityStatus: running === service.desiredCount && pending === 0 ? 'STEADY_STATE' : 'STABILIZING',
  };
}
