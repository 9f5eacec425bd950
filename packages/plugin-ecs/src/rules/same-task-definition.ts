import { canonicalJson, isExactNumber, isJsonObject, type Json, type JsonObject } from '@funade/core';
import { normalise } from './normalise.ts';
import { isOwnTag } from './revision-tags.ts';

/** Whether two requests register the same thing, normalised. Tags that say who made a revision do not count. */
export function sameTaskDefinition(a: JsonObject, b: JsonObject): boolean {
  return taskDefinitionKey(a) === taskDefinitionKey(b);
}

/** The one text of a request to register; equal requests have equal texts. */
export function taskDefinitionKey(input: JsonObject): string {
  const tags = Array.isArray(input.tags) ? input.tags.filter((tag: Json) => !isOwnTag(tag)) : [];
  return canonicalJson(withPlainNumbers(normalise({ ...input, tags })));
}

/** `1.0` says the same as `1`; digits that a JavaScript number loses count. */
function withPlainNumbers(value: Json): Json {
  if (isExactNumber(value)) return isHeld(value.$number) ? Number(value.$number) : value;
  if (Array.isArray(value)) return value.map(withPlainNumbers);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, item === undefined ? item : withPlainNumbers(item)]),
  );
}

function isHeld(text: string): boolean {
  return Number.isSafeInteger(Number(text)) && (/[eE]/.test(text) || text.replace(/\D/g, '').length <= 15);
}
