import type { Task } from '@aws-sdk/client-ecs';
import { resourceName, translateError } from '@funade/aws';
import type { RunContext } from '@funade/core';
import type { Ecs } from '../api/ecs-client.ts';
import { inGroups } from '../api/poll-schedule.ts';
import type { ServiceRef } from '../model/errors.ts';
import type { StoppedTask } from './stop-cause.ts';

/** Tasks that one DescribeTasks call may name: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html */
const tasksPerCall = 100;

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
export async function readTasks(ecs: Ecs, wanted: TasksWanted, context: RunContext): Promise<readonly Task[]> {
  const { cluster } = wanted.place;
  const arns = (await listTasks(ecs, wanted, context)).filter((arn) => wanted.except?.has(arn) !== true);
  return describeTasks(ecs, { cluster, tasks: arns }, context);
}

/** Describes tasks of a cluster by their ARNs or ids; what ECS does not know is left out. */
export async function describeTasks(
  { client, sdk }: Ecs,
  { cluster, tasks: wanted }: { readonly cluster: string; readonly tasks: readonly string[] },
  context: RunContext,
): Promise<readonly Task[]> {
  const tasks: Task[] = [];
  for (const group of inGroups(wanted, tasksPerCall)) {
    try {
      const command = new sdk.DescribeTasksCommand({ cluster, tasks: [...group] });
      const answer = await client.send(command, { abortSignal: context.signal });
      tasks.push(...(answer.tasks ?? []));
    } catch (error) {
      throw translateError(error, { operation: 'ecs:DescribeTasks', subject: cluster });
    }
  }
  return tasks;
}

async function listTasks(
  { client, sdk }: Ecs,
  { place, desired }: TasksWanted,
  context: RunContext,
): Promise<string[]> {
  const { cluster, service } = place;
  const arns: string[] = [];
  let nextToken: string | undefined;
  do {
    try {
      const command = new sdk.ListTasksCommand({
        cluster,
        serviceName: service,
        desiredStatus: desired,
        ...(nextToken === undefined ? {} : { nextToken }),
      });
      const answer = await client.send(command, { abortSignal: context.signal });
      arns.push(...(answer.taskArns ?? []));
      nextToken = answer.nextToken;
    } catch (error) {
      throw translateError(error, { operation: 'ecs:ListTasks', subject: `${cluster}/${service}` });
    }
  } while (nextToken !== undefined);
  return arns;
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
