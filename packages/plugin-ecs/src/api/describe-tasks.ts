import type { Task } from '@aws-sdk/client-ecs';
import { translateError } from '@funade/aws';
import type { RunContext } from '@funade/core';
import type { Ecs } from './ecs-client.ts';
import { inGroups } from './poll-schedule.ts';
import { settleAll } from './settle-all.ts';

/** Tasks that one DescribeTasks call may name: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html */
const tasksPerCall = 100;

/** Tasks of a cluster, by their ARNs or ids; what ECS does not know is left out. Throws what AWS refuses. */
export async function describeTasks(
  { client, sdk }: Ecs,
  { cluster, tasks }: { readonly cluster: string; readonly tasks: readonly string[] },
  { signal }: Pick<RunContext, 'signal'>,
): Promise<readonly Task[]> {
  try {
    const answers = await settleAll(
      inGroups(tasks, tasksPerCall).map((group) =>
        client.send(new sdk.DescribeTasksCommand({ cluster, tasks: [...group] }), { abortSignal: signal }),
      ),
    );
    return answers.flatMap((answer) => answer.tasks ?? []);
  } catch (error) {
    throw translateError(error, { operation: 'ecs:DescribeTasks', subject: cluster });
  }
}
