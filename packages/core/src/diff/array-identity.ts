import { isJsonObject, type Json } from '../model/json.ts';

/**
 * How the items of a list are told apart.
 *
 * `by` are the keys that name an item: `['containerPort', 'protocol']`; an item without one of them is named by the
 * others; `defaults` are what an absent key stands for. `ordered: false` says that the order means nothing; default: another order is a change. A `set` is a list of
 * plain values whose order means nothing.
 */
export type ArrayIdentity =
  | {
      readonly by: readonly string[];
      readonly defaults?: Readonly<Record<string, string>>;
      readonly ordered?: boolean;
    }
  | 'set';

/** Rules by the key that a list stands under, wherever that is: `containerDefinitions`, `mountPoints`. */
export type ArrayIdentities = Readonly<Record<string, ArrayIdentity>>;

/** A list with its items by name. */
export interface NamedItems {
  readonly ordered: boolean;
  /** Keys that are in an item's name already. */
  readonly keys: readonly string[];
  readonly before: ReadonlyMap<string, Json>;
  readonly after: ReadonlyMap<string, Json>;
}

/**
 * Both states of a list with their items named, or null when they cannot be: an item has no name, or two have the same.
 * Lists without a rule are named by `name` or `key` where every item has one.
 */
export function nameItems(
  before: readonly Json[],
  after: readonly Json[],
  rule: ArrayIdentity | undefined,
): NamedItems | null {
  const candidates = rule === undefined ? byConvention : [rule];
  for (const candidate of candidates) {
    const name = namerOf(candidate);
    const named = { before: namedBy(before, name), after: namedBy(after, name) };
    if (named.before === null || named.after === null) continue;
    const ordered = candidate === 'set' ? false : candidate.ordered !== false;
    return { before: named.before, after: named.after, ordered, keys: candidate === 'set' ? [] : candidate.by };
  }
  return null;
}

const byConvention: readonly ArrayIdentity[] = [{ by: ['name'] }, { by: ['key'], ordered: false }];

function namerOf(rule: ArrayIdentity): (item: Json) => string | null {
  if (rule === 'set') return (item) => (item === null || typeof item === 'object' ? null : String(item));
  return (item) => {
    if (!isJsonObject(item)) return null;
    const parts = rule.by.flatMap((key) => {
      const part = (Object.hasOwn(item, key) ? item[key] : null) ?? rule.defaults?.[key];
      return typeof part === 'string' || typeof part === 'number' ? [String(part)] : [];
    });
    return parts.length === 0 ? null : parts.join('/');
  };
}

function namedBy(items: readonly Json[], name: (item: Json) => string | null): ReadonlyMap<string, Json> | null {
  const named = new Map<string, Json>();
  for (const item of items) {
    const own = name(item);
    if (own === null || named.has(own)) return null;
    named.set(own, item);
  }
  return named;
}
