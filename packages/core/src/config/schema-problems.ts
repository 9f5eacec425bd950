import * as z from 'zod';
import { isJsonObject } from '../model/json.ts';
import { nearestName } from '../model/nearest.ts';
import { type Path, valueAt, valueText } from '../model/path-text.ts';
import type { Problem } from '../model/problem.ts';

type Issue = z.core.$ZodIssue;

export interface SchemaProblemOptions {
  /** Where the value stands in the config. Default: at its root. */
  readonly at?: Path;
  /** Places whose problems do not count yet. Default: none. */
  readonly ignore?: (path: Path) => boolean;
  /** What may stand beside the value, and what is said of such a key inside of it. Default: nothing. */
  readonly beside?: Readonly<Record<string, string>>;
}

/** What a schema says against a value: one problem for each issue, unknown keys with the nearest known one. */
export function schemaProblems(
  schema: z.ZodType,
  value: unknown,
  { at = [], ignore = () => false, beside = {} }: SchemaProblemOptions = {},
): readonly Problem[] {
  const result = schema.safeParse(value);
  if (result.success) return [];
  const known = schemaKeys(schema);
  return result.error.issues
    .flatMap((issue) => flatten(issue, [], { value, ignore }))
    .flatMap(({ issue, path }) => problemsOf(issue, { path, value, known, beside }))
    .map(({ path, message }) => ({ path: [...at, ...path], message }));
}

interface Found {
  readonly issue: Issue;
  readonly path: Path;
}

interface Context {
  readonly value: unknown;
  readonly ignore: (path: Path) => boolean;
}

/** A union says of each of its forms why it does not fit; the form whose keys fit best speaks for all. */
function flatten(issue: Issue, above: Path, context: Context): readonly Found[] {
  const path = [...above, ...issue.path];
  if (context.ignore(path)) return [];
  if (issue.code !== 'invalid_union') return [{ issue, path }];
  const forms = issue.errors.map((errors) => errors.flatMap((inner) => flatten(inner, path, context)));
  const near = forms.filter((found) => found.every((one) => one.path.length > path.length || isKeyIssue(one.issue)));
  const ranked = near.map((found) => ({ found, misfits: misfits(found, path, context) }));
  const best = ranked.sort((a, b) => a.misfits - b.misfits || a.found.length - b.found.length)[0];
  return best?.found ?? [{ issue, path }];
}

/** How many keys right below a path are missing or unknown. */
function misfits(found: readonly Found[], path: Path, { value }: Context): number {
  return found.reduce((count, one) => {
    if (one.issue.code === 'unrecognized_keys' && one.path.length === path.length) return count + one.issue.keys.length;
    const missing = one.path.length === path.length + 1 && valueAt(value, one.path) === undefined;
    return missing ? count + 1 : count;
  }, 0);
}

function isKeyIssue(issue: Issue): boolean {
  return issue.code === 'unrecognized_keys';
}

interface Place {
  readonly path: Path;
  readonly value: unknown;
  readonly known: (path: Path) => readonly string[];
  readonly beside: Readonly<Record<string, string>>;
}

function problemsOf(issue: Issue, { path, value, known, beside }: Place): readonly Problem[] {
  if (issue.code === 'unrecognized_keys') {
    const names = known(path);
    const hint = (key: string): string =>
      path.length === 0 && Object.hasOwn(beside, key) ? `; ${beside[key]}` : keyHint(key, names);
    // What is known here belongs to another form of the same options.
    const message = (key: string): string =>
      names.includes(key) ? 'cannot be combined with the other keys that are written here' : `unknown key${hint(key)}`;
    return issue.keys.map((key) => ({ path: [...path, key], message: message(key) }));
  }
  if (issue.code === 'invalid_key') {
    return issue.issues.map((inner) => ({ path, message: inner.message }));
  }
  const found = valueAt(value, path);
  return [{ path, message: messageOf(issue, found) }];
}

function messageOf(issue: Issue, found: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return found === undefined ? 'is required' : typeMismatch(issue.expected, found);
    case 'invalid_value': {
      const allowed = issue.values.map((item) => (typeof item === 'string' ? item : String(item)));
      const nearest = typeof found === 'string' ? nearestName(found, allowed) : null;
      const question = nearest === null ? '' : `; did you mean "${nearest}"?`;
      return `expected ${allowed.map((item) => JSON.stringify(item)).join(' or ')}, got ${valueText(found)}${question}`;
    }
    case 'invalid_union':
      return found === undefined ? 'is required' : unionText(issue, found);
    case 'too_small':
    case 'too_big':
      if (typeof found !== 'number' || !/^too (?:small|big)/i.test(issue.message)) return lowered(issue.message);
      return `expected ${limitText(issue)}, got ${found}`;
    default:
      return found === undefined && issue.code === 'custom' ? 'is required' : lowered(issue.message);
  }
}

function limitText(issue: Extract<Issue, { code: 'too_small' | 'too_big' }>): string {
  if (issue.code === 'too_big') return `${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}`;
  return `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`;
}

function typeMismatch(expected: string, found: unknown): string {
  const quote = expected === 'string' && typeof found === 'number' ? '; write it in quotes' : '';
  return `expected ${typeText(expected)}, got ${valueText(found)}${quote}`;
}

function unionText(issue: Extract<Issue, { code: 'invalid_union' }>, found: unknown): string {
  const types = new Set(
    issue.errors.flat().flatMap((inner) => (inner.code === 'invalid_type' ? typeText(inner.expected) : [])),
  );
  return types.size === 0 ? lowered(issue.message) : `expected ${[...types].join(' or ')}, got ${valueText(found)}`;
}

function typeText(expected: string): string {
  const known: Record<string, string> = {
    object: 'an object',
    record: 'an object',
    array: 'a list',
    boolean: 'true or false',
  };
  return known[expected] ?? `a ${expected}`;
}

function keyHint(key: string, names: readonly string[]): string {
  if (names.length === 0) return '';
  const nearest = nearestName(key, names);
  return nearest === null ? `; known keys: ${names.join(', ')}` : `; did you mean "${nearest}"?`;
}

function lowered(message: string): string {
  return message === '' ? message : `${message.charAt(0).toLowerCase()}${message.slice(1)}`;
}

/** The keys that a schema knows at a path, read from its JSON Schema: the one form in which every schema can be walked. */
export function schemaKeys(schema: z.ZodType): (path: Path) => readonly string[] {
  let root: unknown;
  return (path) => {
    root ??= z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
    let nodes = alternatives(root, root);
    for (const key of path)
      nodes = nodes.flatMap((node) => below(node, key)).flatMap((node) => alternatives(node, root));
    return [...new Set(nodes.flatMap((node) => (isJsonObject(node.properties) ? Object.keys(node.properties) : [])))];
  };
}

type Node = { readonly [key: string]: unknown };

function alternatives(node: unknown, root: unknown, depth = 0): readonly Node[] {
  if (!isJsonObject(node) || depth > 16) return [];
  const target = node.$ref;
  if (typeof target === 'string' && target.startsWith('#/')) {
    return alternatives(valueAt(root, target.slice(2).split('/')), root, depth + 1);
  }
  const forms = [node.anyOf, node.oneOf, node.allOf].flatMap((list) => (Array.isArray(list) ? list : []));
  return [node, ...forms.flatMap((form) => alternatives(form, root, depth + 1))];
}

function below(node: Node, key: PropertyKey): readonly unknown[] {
  if (typeof key === 'number') return [node.items];
  const own = valueAt(node.properties, [key]);
  return [own === undefined ? node.additionalProperties : own];
}
