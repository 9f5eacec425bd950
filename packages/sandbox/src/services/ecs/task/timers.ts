import type { EcsState, Task } from '../state.ts';

/** What comes next in the life of a task. */
export type TaskTimerKind =
  | 'pull'
  | 'start'
  | 'run'
  | 'healthy'
  | 'settled'
  | 'container-ends'
  | 'container-unhealthy'
  | 'target-unhealthy'
  | 'interrupted'
  | 'drained'
  | 'containers-stopped'
  | 'stopped';

export interface TaskTimer {
  readonly at: number;
  readonly kind: TaskTimerKind;
}

/** Sets a timer some seconds from now. */
export function setTimer(state: EcsState, task: Task, timer: { kind: TaskTimerKind; seconds: number }): void {
  task.timers.push({ at: state.now + timer.seconds * 1000, kind: timer.kind });
}

export function earliestTimer(task: Task): TaskTimer | null {
  let earliest: TaskTimer | null = null;
  for (const timer of task.timers) if (!earliest || timer.at < earliest.at) earliest = timer;
  return earliest;
}
