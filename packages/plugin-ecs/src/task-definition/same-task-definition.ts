import { canonicalJson, type JsonObject } from '@funade/core';
import { normalise } from './normalise.ts';
import { withoutOwnTags } from './revision-tags.ts';

/** Whether two requests register the same thing, normalised. Tags that say who made a revision do not count. */
export function sameTaskDefinition(a: JsonObject, b: JsonObject): boolean {
  return taskDefinitionKey(a) === taskDefinitionKey(b);
}

/** The one text of a request to register; equal requests have equal texts. */
export function taskDefinitionKey(input: JsonObject): string {
  return canonicalJson(normalise(withoutOwnTags(input)));
}
