import { resourceName } from '@funade/aws';
import type { StepContext } from '@funade/core';
import { describeTasks } from '../api/describe-tasks.ts';
import type { Ecs } from '../api/ecs-client.ts';
import { listTasks } from '../api/list-tasks.ts';
import type { SeenRun } from './choose-run.ts';
import { seenTask } from './seen-task.ts';
import { type Counting, taskVerdict } from './task-verdict.ts';

/** Which runs are looked for. */
export interface RunsWanted extends Counting {
  readonly cluster: string;
  readonly startedBy: string;
  /** Id of one that is known of; null: none is. */
  readonly known: string | null;
}

/** The runs of a task for one release that ECS still shows: those that stopped for an hour. Throws what AWS refuses. */
export async function findRuns(ecs: Ecs, wanted: RunsWanted, context: StepContext): Promise<readonly SeenRun[]> {
  const { cluster, startedBy, known } = wanted;
  const listed = [
    ...(await listTasks(ecs, { cluster, startedBy, desiredStatus: 'RUNNING' }, context)),
    ...(await listTasks(ecs, { cluster, startedBy, desiredStatus: 'STOPPED' }, context)),
  ];
  const seen = new Set(listed.map(resourceName));
  const tasks = [...seen, ...(known === null || seen.has(known) ? [] : [known])];
  const found = await describeTasks(ecs, { cluster, tasks }, context);
  return found.map(seenTask).map((task) => ({ task, state: taskVerdict(task, wanted).state }));
}
