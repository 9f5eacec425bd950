import type { Task } from '@aws-sdk/client-ecs';
import { resourceName } from '@funade/aws';
import type { TaskInfo } from '@funade/core';
import { revisionName } from '../model/revision-name.ts';
import { stoppedTask } from '../stopped-task/read-tasks.ts';
import { stopCause } from '../stopped-task/stop-cause.ts';
import { foreign } from './foreign.ts';

/** A task of an SDK answer as people and programs are told of it. `release`: of its revision, where that is known. */
export function taskInfo(task: Task, release: string | null): TaskInfo {
  const { taskArn = '', taskDefinitionArn = '', startedBy, lastStatus = '', desiredStatus, healthStatus } = task;
  return {
    id: resourceName(taskArn),
    revision: revisionName(taskDefinitionArn),
    release,
    deployment: startedBy?.startsWith('ecs-svc/') === true ? startedBy : null,
    status: lastStatus,
    stopping: desiredStatus === 'STOPPED' && lastStatus !== 'STOPPED',
    health: healthStatus ?? 'UNKNOWN',
    zone: task.availabilityZone ?? null,
    address: addressOf(task),
    startedAt: task.startedAt?.toISOString() ?? null,
    cpu: task.cpu ?? null,
    memory: task.memory ?? null,
    capacity: task.capacityProviderName ?? task.launchType ?? null,
    exec: (task.containers ?? []).some(isReachable),
    containers: (task.containers ?? []).map((container) => ({
      name: container.name ?? '',
      status: container.lastStatus ?? '',
      health: container.healthStatus ?? 'UNKNOWN',
      exitCode: container.exitCode ?? null,
      reason: container.reason === undefined ? null : foreign(container.reason),
    })),
    stop: stopOf(task),
  };
}

function addressOf({ attachments = [], containers = [] }: Task): string | null {
  const details = attachments.flatMap((attachment) => attachment.details ?? []);
  const detail = (name: string) => details.find((each) => each.name === name)?.value;
  const [first] = containers.flatMap(({ networkInterfaces = [] }) => networkInterfaces);
  return (
    detail('privateIPv4Address') ?? first?.privateIpv4Address ?? detail('ipv6Address') ?? first?.ipv6Address ?? null
  );
}

/** Whether the agent of ECS Exec runs in a container. */
function isReachable({ managedAgents = [] }: NonNullable<Task['containers']>[number]): boolean {
  return managedAgents.some(({ name, lastStatus }) => name === 'ExecuteCommandAgent' && lastStatus === 'RUNNING');
}

function stopOf(task: Task): TaskInfo['stop'] {
  const { stopCode, stoppedReason, stoppedAt, lastStatus } = task;
  if (lastStatus !== 'STOPPED' && stopCode === undefined) return null;
  const cause = stopCause(stoppedTask(task));
  return {
    code: stopCode ?? null,
    reason: foreign(cause?.reason ?? stoppedReason ?? ''),
    cause: cause?.class ?? null,
    at: stoppedAt?.toISOString() ?? null,
  };
}
