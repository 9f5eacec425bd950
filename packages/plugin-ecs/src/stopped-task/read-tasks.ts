import type { Task } from '@aws-sdk/client-ecs';
import { resourceName } from '@funade/aws';
import type { RunContext } from '@funade/core';
import { describeTasks } from '../api/describe-tasks.ts';
import type { Ecs } from '../api/ecs-client.ts';
import { listTasks } from '../api/list-tasks.ts';
import type { ServiceRef } from '../model/errors.ts';
import type { StoppedTask } from './stop-cause.ts';

/** Which tasks of a service are read. */
export interface TasksWanted {
  readonly place: ServiceRef;
  /** What ECS wants of them. */
  readonly desired: 'RUNNING' | 'STOPPED';
  /** ARNs that need not be described again. */
  readonly except?: ReadonlySet<string>;
}

/**
 * The tasks of a service as DescribeTasks shows them. `startedBy` ties each to its deployment; ListTasks cannot filter by
 * that beside anything else.
 */
export async function readTasks(
  ecs: Ecs,
  { place: { cluster, service }, desired, except }: TasksWanted,
  context: RunContext,
): Promise<readonly Task[]> {
  const listed = await listTasks(ecs, { cluster, serviceName: service, desiredStatus: desired }, context);
  return describeTasks(ecs, { cluster, tasks: listed.filter((arn) => except?.has(arn) !== true) }, context);
}

/** A stopped task of an SDK answer as the rules read it. */
export function stoppedTask(task: Task): StoppedTask {
  const { taskArn = '', stopCode, stoppedReason, containers = [] } = task;
  return {
    id: resourceName(taskArn),
    stopCode: stopCode ?? null,
    reason: stoppedReason ?? '',
    containers: containers.map(({ name, exitCode, reason, healthStatus }) => ({
      name: name ?? '',
      exitCode: exitCode ?? null,
      reason: reason ?? null,
      health: healthStatus ?? 'UNKNOWN',
    })),
  };
}
