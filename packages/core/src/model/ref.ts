import { isJsonObject, type Json } from './json.ts';

/** A value another step will produce. In JSON `{"$ref": ["<step id>", "<output>"]}`. */
export type Ref<T extends Json = Json> = {
  readonly $ref: readonly [step: string, output: string];
  /** Never present; carries the type of the output. */
  readonly __type?: T;
};

/** Refers to an output of another step; resolved by the engine right before the step runs. */
export function ref<T extends Json = Json>(step: string, output: string): Ref<T> {
  return { $ref: [step, output] };
}

/** Whether the value is a reference: an object whose only key is `$ref`, with two strings. */
export function isRef(value: unknown): value is Ref {
  if (!isJsonObject(value) || Object.keys(value).length !== 1) return false;
  const pair = value.$ref;
  return Array.isArray(pair) && pair.length === 2 && pair.every((part) => typeof part === 'string');
}

/** Every reference inside a value, in reading order. */
export function refsIn(value: Json): readonly Ref[] {
  if (isRef(value)) return [value];
  if (Array.isArray(value)) return value.flatMap(refsIn);
  if (isJsonObject(value)) return Object.values(value).flatMap((item) => (item === undefined ? [] : refsIn(item)));
  return [];
}

/** The value with every reference replaced by what `lookup` returns for it. */
export function resolveRefs(value: Json, lookup: (ref: Ref) => Json): Json {
  if (isRef(value)) return lookup(value);
  if (Array.isArray(value)) return value.map((item) => resolveRefs(item, lookup));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, resolveRefs(item, lookup)]])),
  );
}
