import type { Json } from './json.ts';

/** The value as JSON holds it: what `JSON.parse(JSON.stringify(value))` gives, absent keys left out. */
export function toJson(value: unknown): Json {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}
