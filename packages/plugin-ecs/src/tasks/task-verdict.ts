import type { StoppedContainer } from '../stopped-task/stop-cause.ts';

/** A task of DescribeTasks as the verdict reads it. */
export interface SeenTask {
  readonly arn: string;
  readonly id: string;
  readonly lastStatus: string;
  readonly stopCode: string | null;
  readonly reason: string;
  /** Milliseconds since the epoch; null: not yet. */
  readonly createdAt: number | null;
  readonly startedAt: number | null;
  readonly stoppedAt: number | null;
  readonly containers: readonly (StoppedContainer & { readonly ended: boolean })[];
}

/** The containers of a task by what their end means. */
export interface Counting {
  /** Those whose exit codes decide. */
  readonly wanted: readonly string[];
  readonly essential: readonly string[];
}

/** How a task stands. `container` is the one that decided. */
export type TaskVerdict =
  | { readonly state: 'running' }
  /** `over`: what counts has ended, and the task is still there because of other containers. */
  | { readonly state: 'succeeded'; readonly over: boolean }
  | {
      readonly state: 'failed';
      readonly why: 'exit';
      readonly over: boolean;
      readonly container: string;
      readonly exitCode: number;
      /** Another that counts, whose end with exit code 0 may be what ended this one. */
      readonly before?: string;
    }
  | { readonly state: 'failed'; readonly why: 'sidecar'; readonly container: string; readonly exitCode: number }
  | { readonly state: 'failed'; readonly why: 'no-exit-code'; readonly container: string }
  | { readonly state: 'failed'; readonly why: 'not-started' | 'stopped' | 'interrupted' };

/** Begins the reason that we stop tasks with which are over. */
export const overReason = 'Funade: it is over';

/**
 * How a task stands: fields alone decide, never texts of ECS. What counts are the exit codes of the wanted containers; a
 * container that ends along with another has 143, 137 or no exit code.
 */
export function taskVerdict(task: SeenTask, { wanted, essential }: Counting): TaskVerdict {
  const counting = wanted.map((name) => task.containers.find((each) => each.name === name) ?? unseen(name));
  const ended = task.lastStatus === 'STOPPED' || task.lastStatus === 'DELETED';
  if (!ended) {
    const decided = counting.length > 0 && counting.every((each) => each.ended && each.exitCode !== null);
    // An essential container takes the task with it by itself.
    if (!decided || task.stopCode !== null || wanted.some((name) => essential.includes(name)))
      return { state: 'running' };
    return byExitCodes(counting, true);
  }
  const oursToStop = task.stopCode === 'UserInitiated' && task.reason.startsWith(overReason);
  if (task.stopCode === 'TaskFailedToStart') return { state: 'failed', why: 'not-started' };
  if (task.stopCode === 'UserInitiated' && !oursToStop) return { state: 'failed', why: 'stopped' };
  if (task.stopCode !== null && task.stopCode !== 'EssentialContainerExited' && !oursToStop) {
    return { state: 'failed', why: 'interrupted' };
  }
  const sidecar = endedFirst(task, { wanted, essential });
  if (sidecar !== null && counting.some(alongWith)) return { state: 'failed', why: 'sidecar', ...sidecar };
  return byExitCodes(counting, false);
}

function byExitCodes(counting: readonly StoppedContainer[], over: boolean): TaskVerdict {
  const silent = counting.find(({ exitCode }) => exitCode === null);
  const failed = counting.filter(({ exitCode }) => exitCode !== null && exitCode !== 0);
  // The one that failed by itself is the cause of what ended along with it, in whatever order ECS names them.
  const wrong = failed.find((each) => !alongWith(each)) ?? failed[0];
  if (wrong !== undefined) {
    const before = alongWith(wrong) ? counting.find(({ exitCode }) => exitCode === 0) : undefined;
    const decided = { container: wrong.name, exitCode: wrong.exitCode ?? 0 };
    return { state: 'failed', why: 'exit', over, ...decided, ...(before === undefined ? {} : { before: before.name }) };
  }
  if (silent !== undefined) return { state: 'failed', why: 'no-exit-code', container: silent.name };
  return { state: 'succeeded', over };
}

/** The essential container that nobody waits for and that ended by itself. */
function endedFirst(
  { containers }: SeenTask,
  { wanted, essential }: Counting,
): { readonly container: string; readonly exitCode: number } | null {
  const found = containers.find(
    (each) =>
      essential.includes(each.name) && !wanted.includes(each.name) && each.exitCode !== null && !alongWith(each),
  );
  return found === undefined ? null : { container: found.name, exitCode: found.exitCode ?? 0 };
}

/** Whether a container may have been ended only along with its task. */
function alongWith({ exitCode, reason }: StoppedContainer): boolean {
  return reason === null && (exitCode === null || exitCode === 137 || exitCode === 143);
}

function unseen(name: string): SeenTask['containers'][number] {
  return { name, exitCode: null, reason: null, health: 'UNKNOWN', ended: false };
}
