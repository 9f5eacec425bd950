import { isJsonObject, type Json, type JsonObject } from '@funade/core';
import { shapeProblems } from '../shapes/shape-problems.ts';
import { taskDefinitionShape } from '../shapes/task-definition-shape.ts';
import type { DefinitionProblem } from './definition-view.ts';

/** Texts of the API that people write as numbers, and that read the same either way. */
const numbersToo: ReadonlySet<string> = new Set(['cpu', 'memory']);

/**
 * Where a written task definition has a value of another kind than the API: an object for a list, a boolean for a text. ECS
 * answers those with a SerializationException that names no place.
 */
export function typeProblems(written: JsonObject): readonly DefinitionProblem[] {
  return shapeProblems(written, taskDefinitionShape, 'strict')
    .filter(({ path }) => path.length !== 1 || !numbersToo.has(String(path[0])))
    .map(({ path, message }) => ({ path: pathText(written, path), message }));
}

/** A path with the items of lists by their names: `containerDefinitions[app].environment[PORT].value`. */
export function pathText(body: Json, path: readonly PropertyKey[]): string {
  let at: Json | undefined = body;
  let text = '';
  for (const key of path) {
    at = Array.isArray(at) ? at[Number(key)] : at !== undefined && isJsonObject(at) ? at[String(key)] : undefined;
    const name = at !== undefined && isJsonObject(at) && typeof at.name === 'string' ? at.name : String(key);
    if (typeof key === 'number') text += `[${name}]`;
    else text += text === '' ? String(key) : `.${String(key)}`;
  }
  return text;
}
