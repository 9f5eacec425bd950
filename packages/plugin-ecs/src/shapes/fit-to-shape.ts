import { isExactNumber, isJsonObject, type Json, type JsonObject } from '@funade/core';
import type { Shape } from './shape.ts';

/**
 * The value with scalars as AWS wants them: what a template rendered (`"3"`, `"true"`) becomes a number or boolean where
 * the request has one, and a number or boolean becomes a string where it has a string (`cpu: 256`). Members that the shape
 * does not know, and texts that are no number or boolean, stay as they are. A member that is null is left out.
 */
export function fitToShape(value: JsonObject, shape: Shape): JsonObject {
  return fit(value, shape) as JsonObject;
}

function fit(value: Json, shape: Shape | undefined): Json {
  if (shape === undefined || shape === 'any') return value;
  if (typeof shape === 'string') return fitScalar(value, shape);
  if (Array.isArray(value)) return Array.isArray(shape) ? value.map((item: Json) => fit(item, shape[0])) : value;
  if (!isJsonObject(value) || isMarked(value) || Array.isArray(shape)) return value;
  const members = shape as { readonly [member: string]: Shape };
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      const known = Object.hasOwn(members, key) ? members[key] : members['*'];
      if (item === undefined || (item === null && known !== undefined)) return [];
      return [[key, fit(item, known)]];
    }),
  );
}

function fitScalar(value: Json, wanted: 'string' | 'number' | 'boolean'): Json {
  if (wanted === 'string') {
    if (isExactNumber(value)) return value.$number;
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  }
  if (typeof value !== 'string') return value;
  const text = value.trim();
  if (wanted === 'boolean') return text === 'true' ? true : text === 'false' ? false : value;
  if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text)) return value;
  // Digits that a JavaScript number loses are kept.
  return String(Number(text)) === text ? Number(text) : { $number: text };
}

/** References to steps stand for scalars. */
function isMarked(value: JsonObject): boolean {
  return isExactNumber(value) || '$ref' in value;
}
