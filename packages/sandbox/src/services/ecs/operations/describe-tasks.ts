import { textsIn } from '../../../model/input.ts';
import type { Operation, WireObject } from '../../../model/service.ts';
import { invalidParameter } from '../faults.ts';
import { canBeSeen, clusterOf, findTask, nameIn } from '../find.ts';
import { arnOf } from '../identifiers.ts';
import type { EcsState } from '../state.ts';
import { taskView } from '../views/task-view.ts';

export const describeTasks: Operation<EcsState> = (state, { input }) => {
  const cluster = clusterOf(state, input);
  const wanted = textsIn(input, 'tasks') ?? [];
  if (wanted.length === 0) throw invalidParameter('Tasks cannot be empty.');
  if (wanted.length > 100) throw invalidParameter('Tasks cannot be more than 100.');
  const tags = (textsIn(input, 'include') ?? []).includes('TAGS');
  const tasks: WireObject[] = [];
  const failures: WireObject[] = [];
  for (const reference of wanted) {
    const task = findTask(state, cluster, reference);
    if (task && canBeSeen(state, task)) tasks.push({ ...taskView(state, task), tags: tags ? task.tags : [] });
    else {
      const arn = reference.startsWith('arn:') ? reference : arnOf(state, `task/${cluster.name}/${nameIn(reference)}`);
      failures.push({ arn, reason: 'MISSING' });
    }
  }
  return { tasks, failures };
};
