import { translateError } from '@funade/aws';
import type { StepContext } from '@funade/core';
import type { Ecs } from '../api/ecs-client.ts';
import type { SeenRun } from './choose-run.ts';
import { describeTasks } from './describe-tasks.ts';
import { type Counting, type SeenTask, taskVerdict } from './task-verdict.ts';

/** Which runs are looked for. */
export interface RunsWanted extends Counting {
  readonly cluster: string;
  readonly startedBy: string;
  /** Id of one that is known of; null: none is. */
  readonly known: string | null;
}

/** The runs of a task for one release that ECS still shows: those that stopped for an hour. Throws what AWS refuses. */
export async function findRuns(ecs: Ecs, wanted: RunsWanted, context: StepContext): Promise<readonly SeenRun[]> {
  const { cluster, known } = wanted;
  const listed = [
    ...(await list(ecs, { ...wanted, desiredStatus: 'RUNNING' }, context)),
    ...(await list(ecs, { ...wanted, desiredStatus: 'STOPPED' }, context)),
  ];
  const seen = new Set(listed.map((arn) => arn.slice(arn.lastIndexOf('/') + 1)));
  const tasks = [...seen, ...(known === null || seen.has(known) ? [] : [known])];
  const found: readonly SeenTask[] = await describeTasks(ecs, { cluster, tasks }, context.signal);
  return found.map((task) => ({ task, state: taskVerdict(task, wanted).state }));
}

async function list(
  { client, sdk }: Ecs,
  { cluster, startedBy, desiredStatus }: RunsWanted & { readonly desiredStatus: 'RUNNING' | 'STOPPED' },
  { signal }: StepContext,
): Promise<readonly string[]> {
  const arns: string[] = [];
  let nextToken: string | undefined;
  do {
    try {
      const page = nextToken === undefined ? {} : { nextToken };
      const command = new sdk.ListTasksCommand({ cluster, startedBy, desiredStatus, ...page });
      const answer = await client.send(command, { abortSignal: signal });
      arns.push(...(answer.taskArns ?? []));
      nextToken = answer.nextToken;
    } catch (error) {
      throw translateError(error, { operation: 'ecs:ListTasks', subject: cluster });
    }
  } while (nextToken !== undefined);
  return arns;
}
