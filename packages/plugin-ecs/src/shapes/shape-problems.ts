import { isExactNumber, isJsonObject } from '@funade/core';
import { placeholderName } from './placeholder.ts';
import type { Shape } from './shape.ts';

/** How strictly texts are taken: `open` lets placeholders that are yet to be filled stand for anything. */
type Texts = 'open' | 'loose' | 'strict';

/** Something of another kind than ECS has in its place. */
export interface ShapeProblem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/**
 * Where a value is of another kind than the request has there: a list for a structure, a text for a number. Members that the
 * shape does not know are ECS's business, and null stands for a member that is not there. A number or boolean serves as a
 * text unless `texts` are taken strictly.
 */
export function shapeProblems(value: unknown, shape: Shape, texts: Texts = 'loose'): readonly ShapeProblem[] {
  if (value === null || value === undefined || shape === 'any') return [];
  if (typeof shape === 'string') {
    if (texts === 'open' && typeof value === 'string' && placeholderName(value) !== null) return [];
    const problems = scalarProblems(value, shape);
    return problems.length > 0 || texts !== 'strict' ? problems : strictTextProblems(value, shape);
  }
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) return [{ path: [], message: 'expected a list' }];
    return value.flatMap((item, index) => below(index, shapeProblems(item, shape[0], texts)));
  }
  if (!isJsonObject(value)) return [{ path: [], message: 'expected an object' }];
  const members = shape as { readonly [member: string]: Shape };
  return Object.entries(value).flatMap(([key, item]) => {
    const known = Object.hasOwn(members, key) ? members[key] : members['*'];
    return known === undefined ? [] : below(key, shapeProblems(item, known, texts));
  });
}

function scalarProblems(value: unknown, wanted: 'string' | 'number' | 'boolean'): readonly ShapeProblem[] {
  const text = typeof value === 'string' ? value : null;
  const fits = {
    string: ['string', 'number', 'boolean'].includes(typeof value) || (isJsonObject(value) && isExactNumber(value)),
    number:
      typeof value === 'number' ||
      (isJsonObject(value) && isExactNumber(value)) ||
      (text !== null && /^\s*-?(?:0|[1-9]\d*)(?:\.\d+)?\s*$/.test(text)),
    boolean: typeof value === 'boolean' || text === 'true' || text === 'false',
  };
  const words = { string: 'a string', number: 'a number', boolean: 'true or false' };
  if (fits[wanted] || (text?.includes('{{') ?? false)) return [];
  const name = text === null ? null : placeholderName(text);
  const written = typeof value === 'object' || value === undefined ? '' : `, not ${JSON.stringify(value)}`;
  const unfilled = name === null ? written : `, and ${text} is not filled in; name ${name} in ecs.placeholders`;
  return [{ path: [], message: `expected ${words[wanted]}${unfilled}` }];
}

function strictTextProblems(value: unknown, wanted: 'string' | 'number' | 'boolean'): readonly ShapeProblem[] {
  const number = isJsonObject(value) && isExactNumber(value) ? value.$number : null;
  if (wanted !== 'string' || (number === null && typeof value === 'string')) return [];
  const text = number ?? String(value);
  const kind = number !== null || typeof value === 'number' ? 'number' : 'boolean';
  return [{ path: [], message: `expected a string, and ${text} is a ${kind}; write ${JSON.stringify(text)}` }];
}

function below(key: PropertyKey, problems: readonly ShapeProblem[]): readonly ShapeProblem[] {
  return problems.map(({ path, message }) => ({ path: [key, ...path], message }));
}
