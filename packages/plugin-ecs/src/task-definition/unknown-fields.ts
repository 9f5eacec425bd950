import { isJsonObject, type Json, type JsonObject } from '@funade/core';
import { responseOnlyFields } from '../model/response-only-fields.ts';
import type { Shape } from '../shapes/shape.ts';
import { taskDefinitionShape } from '../shapes/task-definition-shape.ts';

/**
 * Members of a described task definition that are in no published shape, at any depth; they are newer than this package, or
 * misspelt: `futureField`, `containerDefinitions[app].comand`.
 */
export function unknownFields(taskDefinition: JsonObject): readonly string[] {
  const request = Object.entries(taskDefinition).filter(([field]) => !responseOnlyFields.includes(field));
  return unknownIn(Object.fromEntries(request), taskDefinitionShape, '');
}

function unknownIn(value: Json, shape: Shape, path: string): readonly string[] {
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) return [];
    return value.flatMap((item: Json, index) => unknownIn(item, shape[0], `${path}[${nameOf(item) ?? index}]`));
  }
  if (typeof shape === 'string' || !isJsonObject(value)) return [];
  const members = shape as { readonly [member: string]: Shape };
  return Object.entries(value).flatMap(([key, item]) => {
    const inside = path === '' ? key : `${path}.${key}`;
    const known = Object.hasOwn(members, key) ? members[key] : members['*'];
    if (known === undefined) return [inside];
    return unknownIn(item ?? null, known, inside);
  });
}

function nameOf(item: Json): string | null {
  return isJsonObject(item) && typeof item.name === 'string' ? item.name : null;
}
