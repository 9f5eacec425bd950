import type { ListTasksCommandInput } from '@aws-sdk/client-ecs';
import { translateError } from '@funade/aws';
import type { RunContext } from '@funade/core';
import { allPages } from './all-pages.ts';
import type { Ecs } from './ecs-client.ts';

/** Which tasks are listed. */
export interface TasksListed
  extends Readonly<Pick<ListTasksCommandInput, 'serviceName' | 'startedBy' | 'family' | 'desiredStatus'>> {
  readonly cluster: string;
}

/** ARNs of tasks of a cluster. Throws what AWS refuses. */
export async function listTasks(
  { client, sdk }: Ecs,
  wanted: TasksListed,
  { signal }: Pick<RunContext, 'signal'>,
): Promise<readonly string[]> {
  const { cluster, serviceName } = wanted;
  try {
    return await allPages(async (nextToken) => {
      const command = new sdk.ListTasksCommand({ ...wanted, nextToken });
      const answer = await client.send(command, { abortSignal: signal });
      return { items: answer.taskArns ?? [], nextToken: answer.nextToken };
    });
  } catch (error) {
    const subject = serviceName === undefined ? cluster : `${cluster}/${serviceName}`;
    throw translateError(error, { operation: 'ecs:ListTasks', subject });
  }
}
