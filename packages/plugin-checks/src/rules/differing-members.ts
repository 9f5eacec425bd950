import { isJsonObject, type Json, looksSecret, plainLine, sameJson } from '@funade/core';

/** More of them are counted, not told. */
const mostTold = 3;
const longestValue = 80;

/**
 * Where an answer is not what is expected: members that are not expected may be there, lists have as many items as expected.
 * Empty: it is.
 */
export function differingMembers(expected: Json, actual: Json): readonly string[] {
  const all = [...differences(expected, actual, '')];
  const more = all.length - mostTold;
  return more > 0 ? [...all.slice(0, mostTold), `${more} more`] : all;
}

function* differences(expected: Json, actual: Json | undefined, path: string): Generator<string> {
  if (isJsonObject(expected)) {
    if (!isJsonObject(actual ?? null)) return yield told(path, actual, 'an object');
    for (const [name, value] of Object.entries(expected)) {
      const own = Object.hasOwn(actual as object, name) ? (actual as Record<string, Json>)[name] : undefined;
      if (value !== undefined) yield* differences(value, own, path === '' ? name : `${path}.${name}`);
    }
  } else if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return yield told(path, actual, 'a list');
    if (actual.length !== expected.length)
      return yield `${path || 'the answer'} has ${actual.length} items, expected ${expected.length}`;
    for (const [index, value] of expected.entries()) yield* differences(value, actual[index], `${path}[${index}]`);
  } else if (actual === undefined || !sameJson(expected, actual)) {
    yield told(path, actual, valueText(path, expected));
  }
}

function told(path: string, actual: Json | undefined, expected: string): string {
  const name = plainLine(path) || 'the answer';
  return actual === undefined
    ? `${name} is not there, expected ${expected}`
    : `${name} is ${valueText(path, actual)}, expected ${expected}`;
}

function valueText(path: string, value: Json): string {
  if (Array.isArray(value)) return 'a list';
  if (isJsonObject(value)) return 'an object';
  if (typeof value === 'string' && looksSecret({ name: path.replace(/^.*\./, ''), value })) return '[secret]';
  const text = plainLine(JSON.stringify(value));
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}
