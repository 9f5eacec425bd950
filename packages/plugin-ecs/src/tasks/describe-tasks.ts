import { translateError } from '@funade/aws';
import type { Ecs } from '../api/ecs-client.ts';
import { inGroups } from '../api/poll-schedule.ts';
import { seenTask } from './seen-task.ts';
import type { SeenTask } from './task-verdict.ts';

/** Tasks that one DescribeTasks call may name: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html */
const tasksPerCall = 100;

/** These tasks as far as ECS knows them, by ids or ARNs. Throws what AWS refuses. */
export async function describeTasks(
  { client, sdk }: Ecs,
  { cluster, tasks }: { readonly cluster: string; readonly tasks: readonly string[] },
  abortSignal: AbortSignal,
): Promise<readonly SeenTask[]> {
  const found: SeenTask[] = [];
  for (const group of inGroups(tasks, tasksPerCall)) {
    try {
      const command = new sdk.DescribeTasksCommand({ cluster, tasks: [...group] });
      const answer = await client.send(command, { abortSignal });
      found.push(...(answer.tasks ?? []).map(seenTask));
    } catch (error) {
      throw translateError(error, { operation: 'ecs:DescribeTasks', subject: cluster });
    }
  }
  return found;
}
