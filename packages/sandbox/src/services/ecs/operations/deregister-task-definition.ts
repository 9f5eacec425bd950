import { textIn } from '../../../model/input.ts';
import type { Operation } from '../../../model/service.ts';
import { clientFault } from '../faults.ts';
import type { EcsState } from '../state.ts';
import { taskDefinitionOf } from '../task-definitions.ts';
import { taskDefinitionView } from '../views/task-definition-view.ts';

export const deregisterTaskDefinition: Operation<EcsState> = (state, { input }) => {
  const reference = textIn(input, 'taskDefinition') ?? '';
  if (!/:\d+$/.test(reference)) throw clientFault('Revision is missing.');
  const definition = taskDefinitionOf(state, reference);
  if (definition.status !== 'ACTIVE') throw clientFault('The specified task definition is inactive.');
  definition.status = 'INACTIVE';
  definition.deregisteredAt = state.now;
  return { taskDefinition: taskDefinitionView(definition) };
};
