import { isJsonObject } from '@funade/core';
import type { Shape } from './shape.ts';

/** Something of another kind than ECS has in its place. */
interface ShapeProblem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/**
 * Where a value is of another kind than the request has there: a list for a structure, a text for a number. Members that the
 * shape does not know are ECS's business, and null stands for a member that is not there.
 */
export function shapeProblems(value: unknown, shape: Shape): readonly ShapeProblem[] {
  if (value === null || value === undefined || shape === 'any') return [];
  if (typeof shape === 'string') return scalarProblems(value, shape);
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) return [{ path: [], message: 'expected a list' }];
    return value.flatMap((item, index) => below(index, shapeProblems(item, shape[0])));
  }
  if (!isJsonObject(value)) return [{ path: [], message: 'expected an object' }];
  const members = shape as { readonly [member: string]: Shape };
  return Object.entries(value).flatMap(([key, item]) => {
    const known = Object.hasOwn(members, key) ? members[key] : members['*'];
    return known === undefined ? [] : below(key, shapeProblems(item, known));
  });
}

function scalarProblems(value: unknown, wanted: 'string' | 'number' | 'boolean'): readonly ShapeProblem[] {
  const text = typeof value === 'string' ? value : null;
  const fits = {
    string: ['string', 'number', 'boolean'].includes(typeof value),
    number: typeof value === 'number' || (text !== null && /^\s*-?(?:0|[1-9]\d*)(?:\.\d+)?\s*$/.test(text)),
    boolean: typeof value === 'boolean' || text === 'true' || text === 'false',
  };
  const words = { string: 'a string', number: 'a number', boolean: 'true or false' };
  return fits[wanted] || (text?.includes('{{') ?? false) ? [] : [{ path: [], message: `expected ${words[wanted]}` }];
}

function below(key: PropertyKey, problems: readonly ShapeProblem[]): readonly ShapeProblem[] {
  return problems.map(({ path, message }) => ({ path: [key, ...path], message }));
}
