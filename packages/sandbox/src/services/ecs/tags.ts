import { objectsIn, textIn } from '../../model/input.ts';
import type { Call, WireObject } from '../../model/service.ts';
import { accessDenied, clientFault, invalidParameter } from './faults.ts';
import type { Tag } from './state.ts';

/** The `tags` of a request. Throws InvalidParameterException for what ECS refuses; an empty list is refused too. */
export function tagsIn(input: WireObject): Tag[] {
  const written = objectsIn(input, 'tags');
  if (written === undefined) return [];
  if (written.length === 0) throw invalidParameter('Tags can not be empty.');
  if (written.length > 50) throw invalidParameter('Too many tags. The maximum is 50.');
  return written.map((tag) => {
    const key = textIn(tag, 'key') ?? '';
    const value = textIn(tag, 'value') ?? '';
    if (/^aws:/i.test(key)) throw invalidParameter('aws: prefixed tag key names are not allowed for external use.');
    if (key === '' || key.length > 128 || value.length > 256) throw clientFault('Invalid tag.');
    return { key, value };
  });
}

/** Tags after new ones have been put over them. */
export function mergeTags(tags: readonly Tag[], added: readonly Tag[]): Tag[] {
  return [...tags.filter((tag) => !added.some(({ key }) => key === tag.key)), ...added];
}

/** Refuses tags for what is being made when the caller may not give it any. Without tags it is not asked. */
export function checkTagOnCreate(call: Call, resource: string): void {
  const context = { 'ecs:CreateAction': call.operation };
  if (!call.isAllowed('ecs:TagResource', resource, context)) throw accessDenied(call, 'ecs:TagResource', resource);
}
