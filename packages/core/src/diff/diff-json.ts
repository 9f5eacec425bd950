import { isJsonObject, type Json, type JsonObject, sameJson } from '../model/json.ts';
import type { Change } from '../model/step.ts';
import { type ArrayIdentities, type ArrayIdentity, type NamedItems, nameItems } from './array-identity.ts';
import { maskChange } from './mask-change.ts';

/**
 * What differs between two JSON values, for people: one change per deepest path, in the order of the new value's keys,
 * then what is gone. Items of lists are matched by name, whatever their place; what looks like a secret is masked.
 *
 * A value that comes or goes as a whole is one change with the whole value, a list of named items one for each item. `{ name, value }`, `{ name, valueFrom }` and
 * `{ key, value }` read as one value: `environment[MODE]`. Null and an absent key are the same.
 */
export function diffJson(before: Json, after: Json, identities: ArrayIdentities = {}): readonly Change[] {
  return compareJson(before, after, identities).map(maskChange);
}

/** As `diffJson`, with nothing masked: for comparing further, never for showing. */
export function compareJson(before: Json, after: Json, identities: ArrayIdentities = {}): readonly Change[] {
  const changes: Change[] = [];
  compare({ path: '', from: before, to: after }, { key: null, identities, changes });
  return changes;
}

interface Place {
  /** The key that the value stands under. */
  readonly key: string | null;
  readonly identities: ArrayIdentities;
  readonly changes: Change[];
}

function compare({ path, from, to }: Pick<Change, 'path' | 'from' | 'to'>, place: Place): void {
  if (isJsonObject(from) && isJsonObject(to)) {
    for (const key of keysOf(from, to)) {
      compare({ path: inside(path, key), from: own(from, key), to: own(to, key) }, { ...place, key });
    }
  } else if (Array.isArray(from) && Array.isArray(to)) {
    compareLists({ path, from, to }, place);
  } else if (Array.isArray(from ?? to) && place.key !== null) {
    compareLone({ path, from, to }, place);
  } else if (!sameJson(from, to)) {
    place.changes.push({ path, from, to });
  }
}

function compareLists(
  { path, from, to }: { readonly path: string; readonly from: readonly Json[]; readonly to: readonly Json[] },
  place: Place,
): void {
  if (sameJson(from, to)) return;
  const named = nameItems(from, to, ruleOf(place));
  if (named !== null) compareNamed(path, named, place);
  else if (from.length === to.length && [...from, ...to].every(isJsonObject)) {
    from.forEach((item, index) => {
      const change = { path: `${path}[${index}]`, from: item, to: to[index] ?? null };
      // An index says nothing of what the value is, so the name stays beside it.
      if (!isLabelled(item) && !isLabelled(change.to)) compare(change, place);
      else if (!sameJson(change.from, change.to)) place.changes.push(change);
    });
  } else place.changes.push({ path, from, to });
}

/** `{ name, value }` and `{ key, value }`. */
function isLabelled(item: Json): boolean {
  return isJsonObject(item) && 'value' in item && ('name' in item || 'key' in item);
}

/** A list that comes or goes with its items is told item by item where they have names. */
function compareLone({ path, from, to }: Pick<Change, 'path' | 'from' | 'to'>, place: Place): void {
  const [before, after] = [Array.isArray(from) ? from : [], Array.isArray(to) ? to : []];
  const named = before.length + after.length > 0 ? nameItems(before, after, ruleOf(place)) : null;
  const onesided = from === null || to === null;
  if (named !== null && onesided) compareNamed(path, named, place);
  else place.changes.push({ path, from, to });
}

function ruleOf({ key, identities }: Place): ArrayIdentity | undefined {
  return key !== null && Object.hasOwn(identities, key) ? identities[key] : undefined;
}

function compareNamed(path: string, { before, after, ordered, keys }: NamedItems, place: Place): void {
  for (const name of new Set([...after.keys(), ...before.keys()])) {
    const [from, to] = [before.get(name) ?? null, after.get(name) ?? null];
    const itemPath = keys.length === 0 ? `${path}[]` : `${path}[${printableName(name)}]`;
    const [fromValue, toValue] = [loneValue(from, keys), loneValue(to, keys)];
    if (fromValue !== undefined && toValue !== undefined && sameKeys(from, to)) {
      compare({ path: itemPath, from: fromValue, to: toValue }, place);
    } else compare({ path: itemPath, from, to }, place);
  }
  if (!ordered) return;
  const kept = (one: ReadonlyMap<string, Json>, two: ReadonlyMap<string, Json>) =>
    [...one.keys()].filter((name) => two.has(name));
  const [from, to] = [kept(before, after), kept(after, before)];
  if (!sameJson(from, to)) place.changes.push({ path, from, to, only: 'order' });
}

/** The value of `{ name, value }` and the like; null of an absent item; undefined when the item says more. */
function loneValue(item: Json, keys: readonly string[]): Json | undefined {
  if (item === null) return null;
  if (!isJsonObject(item)) return undefined;
  const rest = Object.keys(item).filter((key) => !keys.includes(key) && item[key] !== undefined);
  const [key = ''] = rest;
  return rest.length === 1 && (key === 'value' || key === 'valueFrom') ? (item[key] ?? undefined) : undefined;
}

/** `valueFrom` in the place of `value` is not the same thing with another value. */
function sameKeys(from: Json, to: Json): boolean {
  if (!isJsonObject(from) || !isJsonObject(to)) return true;
  return sameJson(Object.keys(from).sort(), Object.keys(to).sort());
}

/** Keys in the order of the new value, then those that are gone. */
function keysOf(from: JsonObject, to: JsonObject): readonly string[] {
  return [...new Set([...Object.keys(to), ...Object.keys(from)])];
}

function own(value: JsonObject, key: string): Json {
  return (Object.hasOwn(value, key) ? value[key] : null) ?? null;
}

function inside(path: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}

function printableName(name: string): string {
  return /^[^\p{Cc}"[\]]+$/u.test(name) ? name : JSON.stringify(name);
}
