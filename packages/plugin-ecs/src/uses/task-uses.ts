import { resourceName, translateError } from '@funade/aws';
import type { RunContext } from '@funade/core';
import type { Ecs } from '../api/ecs-client.ts';
import { inGroups } from '../api/poll-schedule.ts';
import { settleAll } from '../api/settle-all.ts';
import { allPages } from './pages.ts';
import type { Use } from './read-uses.ts';

/** Revisions that tasks run, whoever started them. */
export async function taskUses(ecs: Ecs, clusters: readonly string[], context: RunContext): Promise<readonly Use[]> {
  const found = await settleAll(clusters.map((cluster) => tasksOf(ecs, cluster, context)));
  return found.flat();
}

async function tasksOf({ client, sdk }: Ecs, cluster: string, { signal }: RunContext): Promise<readonly Use[]> {
  const why = `a task in cluster ${resourceName(cluster)} runs it`;
  try {
    const arns = await allPages(async (nextToken) => {
      const command = new sdk.ListTasksCommand({ cluster, desiredStatus: 'RUNNING', nextToken });
      const answer = await client.send(command, { abortSignal: signal });
      return { items: answer.taskArns ?? [], nextToken: answer.nextToken };
    });
    const answers = await settleAll(
      inGroups(arns, 100).map((tasks) =>
        client.send(new sdk.DescribeTasksCommand({ cluster, tasks: [...tasks] }), { abortSignal: signal }),
      ),
    );
    return answers
      .flatMap(({ tasks = [] }) => tasks)
      .flatMap(({ taskDefinitionArn, containers = [] }) => {
        const digests = containers.flatMap(({ imageDigest }) => imageDigest ?? []);
        return taskDefinitionArn === undefined ? [] : [{ taskDefinition: taskDefinitionArn, why, digests }];
      });
  } catch (error) {
    throw translateError(error, { operation: 'ecs:ListTasks', subject: cluster });
  }
}
