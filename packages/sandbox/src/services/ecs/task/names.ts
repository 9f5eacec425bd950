import type { Task } from '../state.ts';

/** Tasks as events list them: `(task ID) (task ID)`. */
export function names(tasks: readonly Task[]): string {
  return tasks.map((task) => `(task ${task.id})`).join(' ');
}
