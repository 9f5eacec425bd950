import { isJsonObject, type Json, type JsonObject } from '@funade/core';
import type { Shape } from './shape.ts';
import { shapeProblems } from './shape-problems.ts';

/** The value without what is of another kind than the request has in its place, so that rules can be held to the rest. */
export function withoutMisfits(value: JsonObject, shape: Shape): JsonObject {
  // From the last one on, so that items that are taken away move none that are still to be found.
  return shapeProblems(value, shape).reduceRight<JsonObject>(
    (rest, { path }) => without(rest, path) as JsonObject,
    value,
  );
}

function without(value: Json, [key, ...below]: readonly PropertyKey[]): Json {
  if (key === undefined) return value;
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    return items.flatMap((item, index) => {
      if (index !== Number(key)) return [item];
      return below.length === 0 ? [] : [without(item, below)];
    });
  }
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) => {
      if (name !== String(key)) return [[name, item]];
      return below.length === 0 || item === undefined ? [] : [[name, without(item, below)]];
    }),
  );
}
