import { isJsonObject, type Json } from '@funade/core';
import { mapPlaceholders } from '../shapes/placeholder.ts';

/** What stands for placeholders, by their names. */
export type Placeholders = Readonly<Record<string, string | number | boolean>>;

/** A document with its placeholders filled, and the names that stood in it. */
export interface Filled<T extends Json> {
  readonly document: T;
  readonly names: readonly string[];
}

/**
 * Fills the placeholders that there is a value for, in texts alone and each once: what is filled in is not looked at again. What
 * comes out is text; where ECS has a number or a boolean, it becomes one later, as what a template has rendered does.
 */
export function fillPlaceholders<T extends Json>(document: T, values: Placeholders): Filled<T> {
  const names = new Set<string>();
  const fillIn = (name: string): string | null => {
    if (!Object.hasOwn(values, name)) return null;
    names.add(name);
    return String(values[name]);
  };
  const fill = (value: Json): Json => {
    if (typeof value === 'string') return mapPlaceholders(value, fillIn);
    if (Array.isArray(value)) return value.map(fill);
    if (!isJsonObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, fill(item)]])),
    );
  };
  return { document: fill(document) as T, names: [...names] };
}
