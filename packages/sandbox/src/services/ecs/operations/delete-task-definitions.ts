import { textsIn } from '../../../model/input.ts';
import type { Operation, WireObject } from '../../../model/service.ts';
import { invalidParameter } from '../faults.ts';
import type { EcsState } from '../state.ts';
import { findTaskDefinition } from '../task-definitions.ts';
import { taskDefinitionView } from '../views/task-definition-view.ts';

const most = 10;

/** DeleteTaskDefinitions: INACTIVE revisions are DELETE_IN_PROGRESS until nothing uses them; others are failures. */
export const deleteTaskDefinitions: Operation<EcsState> = (state, { input }) => {
  const wanted = textsIn(input, 'taskDefinitions') ?? [];
  if (wanted.length === 0) throw invalidParameter('taskDefinitions cannot be empty.');
  if (wanted.length > most) throw invalidParameter(`taskDefinitions cannot be more than ${most}.`);
  const taskDefinitions: WireObject[] = [];
  const failures: WireObject[] = [];
  for (const reference of wanted) {
    const definition = /:\d+$/.test(reference) ? findTaskDefinition(state, reference) : undefined;
    if (definition === undefined) {
      failures.push({ arn: reference, reason: 'The specified task definition does not exist.' });
    } else if (definition.status === 'ACTIVE') {
      failures.push({
        arn: definition.arn,
        reason: 'The specified task definition is still in ACTIVE status. Please deregister the target and try again.',
      });
    } else {
      definition.status = 'DELETE_IN_PROGRESS';
      definition.deleteRequestedAt ??= state.now;
      taskDefinitions.push(taskDefinitionView(definition));
    }
  }
  return { taskDefinitions, failures };
};
