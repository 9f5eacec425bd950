import { textIn } from '../../../model/input.ts';
import type { Operation, WireObject } from '../../../model/service.ts';
import { arnOf } from '../identifiers.ts';
import type { EcsState, Tag, TaskDefinitionRevision } from '../state.ts';
import { checkTagOnCreate, tagsIn } from '../tags.ts';
import { checkPassRole } from '../task-definition/check-pass-role.ts';
import { normalizeTaskDefinition } from '../task-definition/normalize.ts';
import { taskDefinitionFault } from '../task-definition/validate.ts';
import { taskDefinitionView } from '../views/task-definition-view.ts';

export const registerTaskDefinition: Operation<EcsState> = (state, call) => {
  const { input, callerArn } = call;
  const tags = tagsIn(input);
  const body = normalizeTaskDefinition(input);
  const fault = state.checksDefinitions ? taskDefinitionFault(body, call.lookup) : undefined;
  if (fault) throw fault;
  checkPassRole(body, call);
  if (tags.length > 0) checkTagOnCreate(call, arnOf(state, `task-definition/${textIn(body, 'family') ?? ''}:*`));
  const definition = newRevision(state, body, { tags, registeredBy: callerArn });
  return { taskDefinition: taskDefinitionView(definition), tags: tags.length > 0 ? tags : undefined };
};

/** The next revision of a family, put into the state. */
export function newRevision(
  state: EcsState,
  body: WireObject,
  { tags, registeredBy }: { tags: Tag[]; registeredBy: string },
): TaskDefinitionRevision {
  const family = textIn(body, 'family') ?? '';
  const revisions = state.families.get(family) ?? [];
  const revision = (revisions.at(-1)?.revision ?? 0) + 1;
  const definition: TaskDefinitionRevision = {
    arn: arnOf(state, `task-definition/${family}:${revision}`),
    family,
    revision,
    status: 'ACTIVE',
    body,
    registeredAt: state.now,
    registeredBy,
    deregisteredAt: null,
    deleteRequestedAt: null,
    tags,
  };
  state.families.set(family, [...revisions, definition]);
  return definition;
}
