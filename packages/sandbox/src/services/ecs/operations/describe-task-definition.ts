import { textIn, textsIn } from '../../../model/input.ts';
import type { Operation } from '../../../model/service.ts';
import type { EcsState } from '../state.ts';
import { taskDefinitionOf } from '../task-definitions.ts';
import { taskDefinitionView } from '../views/task-definition-view.ts';

export const describeTaskDefinition: Operation<EcsState> = (state, { input }) => {
  const definition = taskDefinitionOf(state, textIn(input, 'taskDefinition') ?? '');
  const tags = (textsIn(input, 'include') ?? []).includes('TAGS');
  return { taskDefinition: taskDefinitionView(definition), tags: tags ? definition.tags : undefined };
};
