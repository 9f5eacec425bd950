import { unknownTaskDefinition } from './faults.ts';
import type { EcsState, TaskDefinitionRevision } from './state.ts';

/** The revision an ARN or `family:revision` names, whatever its status. */
export function findTaskDefinition(state: EcsState, reference: string): TaskDefinitionRevision | undefined {
  const name = reference.replace(/^arn:[^:]+:ecs:[^:]*:\d*:task-definition\//, '');
  const [family = '', revision] = name.split(':');
  const revisions = state.families.get(family);
  if (revision === undefined) return revisions?.findLast(({ status }) => status === 'ACTIVE');
  return revisions?.find(
    (each) => String(each.revision) === revision && each.status !== 'DELETED' && namesRegion(state, reference),
  );
}

/** Like `findTaskDefinition`; a bare family is its newest ACTIVE revision. Throws ClientException when there is none. */
export function taskDefinitionOf(state: EcsState, reference: string): TaskDefinitionRevision {
  const found = findTaskDefinition(state, reference);
  if (!found) throw unknownTaskDefinition();
  return found;
}

/** The revision of an ARN, also one that is deleted: what ran of it is still told. */
export function everRegistered(state: EcsState, arn: string): TaskDefinitionRevision | undefined {
  const [family = ''] = arn.slice(arn.lastIndexOf('/') + 1).split(':');
  return state.families.get(family)?.find((each) => each.arn === arn);
}

function namesRegion(state: EcsState, reference: string): boolean {
  return !reference.startsWith('arn:') || reference.startsWith(`arn:aws:ecs:${state.region}:${state.account}:`);
}
