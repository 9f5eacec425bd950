import { isRegExp, type Path, valueText } from '../model/path-text.ts';
import type { Problem } from '../model/problem.ts';

const deepest = 64;
/** More values than this stand in no config; aliases of YAML can make a few lines that many. */
const most = 200_000;

/**
 * A copy of what a config holds, as JSON and patterns alone, without keys that are undefined. Whatever cannot stand in a
 * plan (functions, dates, class instances, cycles) is a problem and is left out.
 */
export function plainCopy(value: unknown, problems: Problem[]): unknown {
  return copyAt(value, { problems, path: [], above: [], count: { values: 0 } });
}

interface Place {
  readonly problems: Problem[];
  readonly path: Path;
  /** What the value stands in. */
  readonly above: readonly unknown[];
  /** Values that were copied so far. */
  readonly count: { values: number };
}

function copyAt(value: unknown, place: Place): unknown {
  try {
    return copyOf(value, place);
  } catch (error) {
    const { problems, path } = place;
    problems.push({ path, message: `cannot be read: ${error instanceof Error ? error.message : String(error)}` });
    return undefined;
  }
}

function copyOf(value: unknown, { problems, path, above, count }: Place): unknown {
  count.values += 1;
  if (count.values > most) {
    if (count.values === most + 1) problems.push({ path: [], message: `holds more than ${most} values` });
    return undefined;
  }
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || isRegExp(value)) return value;
  const wrong = above.includes(value) ? 'refers to an object that contains it' : whatIsWrong(value, path);
  if (wrong !== null) {
    problems.push({ path, message: wrong });
    return undefined;
  }
  if (typeof value !== 'object') return value;
  const below = (key: PropertyKey): Place => ({ problems, path: [...path, key], above: [...above, value], count });
  if (Array.isArray(value)) return Array.from(value, (item, index) => copyAt(item, below(index)));
  const entries: [string, unknown][] = [];
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    if (key === '__proto__') problems.push({ path: [...path, key], message: 'a key of this name is not allowed' });
    else entries.push([key, copyAt(item, below(key))]);
  }
  return Object.fromEntries(entries);
}

function whatIsWrong(value: unknown, path: Path): string | null {
  if (path.length > deepest) return 'is nested too deeply';
  if (value === undefined) return path.length === 0 ? 'is missing' : 'a list cannot contain undefined';
  if (typeof value === 'number') return Number.isFinite(value) ? null : `${value} is not a number that JSON knows`;
  if (typeof value !== 'object') return `expected plain data, got ${valueText(value)}`;
  if (Array.isArray(value) || isPlainObject(value as object)) return null;
  return `expected plain data, got ${className(value as object)}`;
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null) return true;
  return typeof prototype === 'object' && Object.getPrototypeOf(prototype) === null && 'hasOwnProperty' in prototype;
}

function className(value: object): string {
  return Object.prototype.toString.call(value) === '[object Object]' ? 'an instance of a class' : kindOf(value);
}

function kindOf(value: object): string {
  return `a ${Object.prototype.toString.call(value).slice('[object '.length, -1)}`;
}
