import { isJsonObject, type Json } from '@funade/core';
import type { Value } from '../model/value.ts';

/** JSON as a value of the config: what looks like a template in it stays as it is. */
export function literalValue(value: Json): Value {
  if (typeof value === 'string') return value.replaceAll('{{', '\\{{');
  if (Array.isArray(value)) return value.map((item: Json) => literalValue(item));
  if (!isJsonObject(value)) return value as Value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, literalValue(item)]])),
  );
}
