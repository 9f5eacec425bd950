import { resourceName } from '@funade/aws';
import type { RunContext } from '@funade/core';
import { describeTasks } from '../api/describe-tasks.ts';
import type { Ecs } from '../api/ecs-client.ts';
import { listTasks } from '../api/list-tasks.ts';
import { settleAll } from '../api/settle-all.ts';
import type { Use } from './read-uses.ts';

/** Revisions that tasks run, whoever started them. */
export async function taskUses(ecs: Ecs, clusters: readonly string[], context: RunContext): Promise<readonly Use[]> {
  const found = await settleAll(clusters.map((cluster) => tasksOf(ecs, cluster, context)));
  return found.flat();
}

async function tasksOf(ecs: Ecs, cluster: string, context: RunContext): Promise<readonly Use[]> {
  const why = `a task in cluster ${resourceName(cluster)} runs it`;
  const arns = await listTasks(ecs, { cluster, desiredStatus: 'RUNNING' }, context);
  const tasks = await describeTasks(ecs, { cluster, tasks: arns }, context);
  return tasks.flatMap(({ taskDefinitionArn, containers = [] }) => {
    const digests = containers.flatMap(({ imageDigest }) => imageDigest ?? []);
    return taskDefinitionArn === undefined ? [] : [{ taskDefinition: taskDefinitionArn, why, digests }];
  });
}
