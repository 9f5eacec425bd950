import type { Task } from '@aws-sdk/client-ecs';
import { resourceName } from '@funade/aws';
import { type ExecPlace, noRunningTask, noSuchTask, taskNotRunning, whichContainer } from './exec-errors.ts';

type Container = NonNullable<Task['containers']>[number];

/** What decides where a command is run. */
export interface TaskChoice {
  /** Of the service, in any state. */
  readonly tasks: readonly Task[];
  /** The beginning of an id; null: any. */
  readonly task: string | null;
  /** Id of the primary deployment; null where there is none. */
  readonly primary: string | null;
}

/**
 * The task that a command is run in: the one that is named, else one whose agent runs, of the primary deployment, that runs
 * longest. Throws `EXEC_NO_TASK`, `EXEC_TASK_UNKNOWN` and `EXEC_TASK_NOT_RUNNING`.
 */
export function chooseTask({ tasks, task, primary }: TaskChoice, place: ExecPlace): Task {
  if (task !== null) {
    const id = resourceName(task);
    const found = tasks.filter(({ taskArn = '' }) => resourceName(taskArn).startsWith(id));
    const [only, ...more] = found;
    if (only === undefined || more.length > 0) throw noSuchTask(place, task, found.map(idOf));
    if (only.lastStatus === 'RUNNING') return only;
    const { lastStatus = 'unknown', stoppedReason = '' } = only;
    throw taskNotRunning(place, { task: idOf(only), status: lastStatus, reason: stoppedReason });
  }
  const running = tasks.filter(
    ({ lastStatus, desiredStatus }) => lastStatus === 'RUNNING' && desiredStatus !== 'STOPPED',
  );
  const rank = (each: Task): number => (hasAgent(each) ? 0 : 2) + (each.startedBy === primary ? 0 : 1);
  const [best] = running.toSorted(
    (a, b) => rank(a) - rank(b) || startOf(a) - startOf(b) || idOf(a).localeCompare(idOf(b)),
  );
  if (best === undefined) throw noRunningTask(place);
  return best;
}

/**
 * The container of a task that a command is run in: the named one, the only one, or the one that gets the image of a release.
 * Throws `UNKNOWN_CONTAINER` and `EXEC_WHICH_CONTAINER`.
 */
export function chooseContainer(
  task: Task,
  { container, usual }: { readonly container: string | null; readonly usual: readonly string[] },
): Container {
  const all = task.containers ?? [];
  const names = all.map(({ name = '' }) => name);
  const [only] = all.length === 1 ? names : usual.filter((name) => names.includes(name));
  const found = all.find(({ name }) => name === (container ?? only));
  if (found === undefined) throw whichContainer(idOf(task), container, names);
  return found;
}

/** The agent of ECS Exec in a container; undefined where there is none. */
export function agentOf({ managedAgents = [] }: Container) {
  return managedAgents.find(({ name }) => name === 'ExecuteCommandAgent');
}

/** The id of a task. */
export function idOf({ taskArn = '' }: Task): string {
  return resourceName(taskArn);
}

function hasAgent({ containers = [] }: Task): boolean {
  return containers.some((container) => agentOf(container)?.lastStatus === 'RUNNING');
}

function startOf({ startedAt }: Task): number {
  return startedAt?.getTime() ?? Number.POSITIVE_INFINITY;
}
