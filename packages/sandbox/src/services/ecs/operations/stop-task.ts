import { textIn } from '../../../model/input.ts';
import type { Operation } from '../../../model/service.ts';
import { invalidParameter } from '../faults.ts';
import { clusterOf, findTask } from '../find.ts';
import { wake } from '../rollout/wake.ts';
import type { EcsState } from '../state.ts';
import { stopTask as stop } from '../task/stop-task.ts';
import { taskView } from '../views/task-view.ts';

export const stopTask: Operation<EcsState> = (state, { input }) => {
  const cluster = clusterOf(state, input);
  const task = findTask(state, cluster, textIn(input, 'task') ?? '');
  if (!task) throw invalidParameter('The referenced task was not found.');
  task.tags = [];
  stop(state, task, { stopCode: 'UserInitiated', stoppedReason: textIn(input, 'reason') ?? 'Task stopped by user' });
  const service = task.service === null ? undefined : state.services.get(`${cluster.name}/${task.service}`);
  if (service) wake(state, service);
  return { task: taskView(state, task) };
};
