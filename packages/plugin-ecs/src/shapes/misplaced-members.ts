import { isJsonObject } from '@funade/core';
import type { Shape } from './shape.ts';
import type { ShapeProblem } from './shape-problems.ts';

/**
 * Members that the shape has in other letters, or in just one of the structures beside them: `networkConfiguration.subnets`.
 * Any other unknown member may be newer than the shape, and is ECS's business.
 */
export function misplacedMembers(value: unknown, shape: Shape): readonly ShapeProblem[] {
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) return [];
    return value.flatMap((item, index) => below(index, misplacedMembers(item, shape[0])));
  }
  if (!isStructure(shape) || '*' in shape || !isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const known = Object.hasOwn(shape, key) ? shape[key] : undefined;
    if (known !== undefined) return below(key, misplacedMembers(item, known));
    const meant = meantBy(key, shape);
    return meant === null ? [] : [{ path: [key], message: `unknown key; did you mean ${JSON.stringify(meant)}?` }];
  });
}

type Structure = { readonly [member: string]: Shape };

function isStructure(shape: Shape): shape is Structure {
  return typeof shape === 'object' && !Array.isArray(shape);
}

function meantBy(key: string, shape: Structure): string | null {
  const own = Object.keys(shape).find((member) => member.toLowerCase() === key.toLowerCase());
  if (own !== undefined) return own;
  const [home, ...more] = Object.entries(shape).filter(([, inner]) => isStructure(inner) && Object.hasOwn(inner, key));
  return home === undefined || more.length > 0 ? null : `${home[0]}.${key}`;
}

function below(key: PropertyKey, problems: readonly ShapeProblem[]): readonly ShapeProblem[] {
  return problems.map(({ path, message }) => ({ path: [key, ...path], message }));
}
