import type { WireObject } from '../../../model/service.ts';
import { hashOf } from '../identifiers.ts';
import type { EcsState, Task, TaskContainer } from '../state.ts';
import { managedAgents } from '../task/managed-agent.ts';
import { overridden } from '../task/overrides.ts';
import { platformFamily } from '../task-definition/platform.ts';
import { findTaskDefinition } from '../task-definitions.ts';
import { seconds } from './seconds.ts';

/** A task as DescribeTasks gives it, tags apart. */
export function taskView(state: EcsState, task: Task): WireObject {
  const definition = findTaskDefinition(state, task.taskDefinition);
  const fargate = task.launchType === 'FARGATE';
  const connected = task.pullStoppedAt !== null;
  return {
    attachments: definition?.body.networkMode === 'awsvpc' ? [networkInterface(task)] : [],
    attributes: [{ name: 'ecs.cpu-architecture', value: architecture(definition?.body.runtimePlatform) }],
    availabilityZone: `${state.region}${'abc'[Number.parseInt(task.id.slice(0, 2), 16) % 3]}`,
    clusterArn: `arn:aws:ecs:${state.region}:${state.account}:cluster/${task.cluster}`,
    connectivity: connected ? 'CONNECTED' : undefined,
    connectivityAt: connected ? seconds(task.pullStartedAt) : undefined,
    containers: task.containers.map((container) => containerView(task, container)),
    capacityProviderName: task.capacityProvider ?? undefined,
    cpu: overridden(task.overrides, definition?.body ?? {}, 'cpu'),
    memory: overridden(task.overrides, definition?.body ?? {}, 'memory'),
    createdAt: seconds(task.createdAt),
    desiredStatus: task.desiredStatus,
    enableExecuteCommand: task.settings.enableExecuteCommand === true,
    executionStoppedAt: seconds(task.executionStoppedAt),
    group: task.group,
    healthStatus: taskHealth(task),
    inferenceAccelerators: [],
    lastStatus: task.lastStatus,
    launchType: task.launchType,
    overrides: task.overrides,
    platformVersion: fargate ? '1.4.0' : undefined,
    platformFamily: fargate ? platformFamily(definition?.body) : undefined,
    pullStartedAt: seconds(task.pullStartedAt),
    pullStoppedAt: seconds(task.pullStoppedAt),
    startedAt: seconds(task.startedAt),
    startedBy: task.startedBy ?? undefined,
    stopCode: task.stopCode ?? undefined,
    stoppedAt: seconds(task.stoppedAt),
    stoppedReason: task.stoppedReason ?? undefined,
    stoppingAt: seconds(task.stoppingAt),
    taskArn: task.arn,
    taskDefinitionArn: task.taskDefinition,
    version: task.version,
    ephemeralStorage: fargate ? { sizeInGiB: 20 } : undefined,
    fargateEphemeralStorage: fargate ? { sizeInGiB: 20 } : undefined,
  };
}

function containerView(task: Task, container: TaskContainer): WireObject {
  return {
    containerArn: container.arn,
    taskArn: task.arn,
    name: container.name,
    image: container.image,
    imageDigest: container.digest ?? undefined,
    runtimeId: container.runtimeId ?? undefined,
    lastStatus: container.lastStatus,
    exitCode: container.exitCode ?? undefined,
    reason: container.reason ?? undefined,
    networkBindings: [],
    networkInterfaces: [],
    managedAgents: managedAgents(task, container),
    healthStatus: container.healthStatus,
  };
}

/** UNHEALTHY if one checked container is, HEALTHY if all of them are, else UNKNOWN. */
function taskHealth({ containers }: Task): string {
  const checked = containers.filter(({ hasHealthCheck }) => hasHealthCheck);
  if (containers.some(({ healthStatus }) => healthStatus === 'UNHEALTHY')) return 'UNHEALTHY';
  return checked.length > 0 && checked.every(({ healthStatus }) => healthStatus === 'HEALTHY') ? 'HEALTHY' : 'UNKNOWN';
}

function architecture(platform: unknown): string {
  return JSON.stringify(platform ?? '').includes('ARM64') ? 'arm64' : 'x86_64';
}

function networkInterface(task: Task): WireObject {
  const hex = hashOf(`eni/${task.id}`);
  const octet = (at: number): number => Number.parseInt(hex.slice(at, at + 2), 16);
  const status = task.lastStatus === 'STOPPED' ? 'DELETED' : task.pullStartedAt === null ? 'PRECREATED' : 'ATTACHED';
  return {
    id: `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`,
    type: 'ElasticNetworkInterface',
    status,
    details: [
      { name: 'networkInterfaceId', value: `eni-${hex.slice(0, 17)}` },
      { name: 'privateIPv4Address', value: `10.0.${octet(0)}.${octet(2)}` },
    ],
  };
}
