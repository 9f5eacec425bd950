import { translateError } from '@funade/aws';
import type { DeployError, StepContext } from '@funade/core';
import { nameTask } from '../model/name-task.ts';
import { taskCancelled } from '../model/task-errors.ts';
import { stopRunningTask } from './stop-running-task.ts';
import type { TaskInput } from './task-input.ts';

/** What a run throws that is interrupted while a task runs: with `onCancel: 'stop'` the task is stopped, without waiting for it. */
export async function cancelTask(
  task: Pick<TaskInput, 'cluster' | 'onCancel'> & { readonly name: string; readonly byHand?: true },
  id: string,
  context: StepContext,
): Promise<DeployError> {
  const { cluster, onCancel, name } = task;
  const subject = { cluster, name, id, ...(task.byHand === true ? { byHand: true as const } : {}) };
  const cause = context.signal.reason;
  if (onCancel === 'leave') return taskCancelled(subject, { stopped: false, cause });
  try {
    await stopRunningTask({ cluster, id, reason: 'Funade: the run was interrupted' }, context);
    return taskCancelled(subject, { stopped: true, cause });
  } catch (error) {
    const { message } = translateError(error, { operation: 'ecs:StopTask', subject: id });
    context.warn(`${nameTask(name)} was not stopped: ${message}`);
    return taskCancelled(subject, { stopped: false, cause });
  }
}
