import { canonicalJson, type Json, type JsonObject } from '@funade/core';

/**
 * Whether two requests register the same thing. Key order and the order of tags do not count; everything else does: lists
 * of containers, volumes or variables in another order are another definition.
 */
export function sameTaskDefinition(a: JsonObject, b: JsonObject): boolean {
  return taskDefinitionKey(a) === taskDefinitionKey(b);
}

/** The one text of a request to register; equal requests have equal texts. */
export function taskDefinitionKey(input: JsonObject): string {
  return canonicalJson({ ...input, tags: sortedTags(input.tags) });
}

function sortedTags(tags: Json | undefined): Json {
  return Array.isArray(tags) ? tags.map((tag: Json) => canonicalJson(tag)).sort() : [];
}
