import { type Json, sameJson } from '../model/json.ts';
import type { Change } from '../model/step.ts';
import type { ArrayIdentities } from './array-identity.ts';
import { compareJson } from './diff-json.ts';
import { maskChange } from './mask-change.ts';

/** Three states of one thing. */
export interface ThreeStates {
  /** What runs. */
  readonly running: Json;
  /** A revision that does not run: the latest of the family, a file, somebody's edit in the console. */
  readonly other: { readonly name: string; readonly value: Json };
  /** What will run. */
  readonly result: Json;
}

/**
 * What differs between what runs and what will run, and, where the third state differs from what runs as well, what it
 * holds and who wins. Where what runs wins over the third, nothing changes and the line is there all the same: `from`
 * and `to` are then equal.
 */
export function diffThreeWay(
  { running, other, result }: ThreeStates,
  identities: ArrayIdentities = {},
): readonly Change[] {
  const planned = compareJson(running, result, identities);
  const elsewhere = compareJson(running, other.value, identities).filter(({ only }) => only === undefined);
  const theirs = Map.groupBy(elsewhere, ({ path }) => path);
  const paths = new Set(planned.map(({ path }) => path));
  const changes = planned.map((change): Change => {
    const { name } = other;
    const same = change.only === undefined ? sameIn(theirs.get(change.path) ?? [], change) : undefined;
    if (same !== undefined) {
      const winner = sameJson(same.to, change.to) ? 'other' : 'config';
      return { ...change, other: { name, value: same.to }, winner };
    }
    const whole = elsewhere.find(({ path }) => isWithin(change.path, path));
    return whole === undefined ? change : { ...change, other: { name, value: whole.to }, winner: 'config' };
  });
  const kept = elsewhere.flatMap((change): readonly Change[] => {
    if (paths.has(change.path) || planned.some(({ path }) => isWithin(path, change.path))) return [];
    const above = planned.find(({ path }) => isWithin(change.path, path));
    const third = { name: other.name, value: change.to };
    if (above === undefined) return [{ ...change, to: change.from, other: third, winner: 'running' }];
    return above.to === null ? [{ ...change, to: null, other: third, winner: 'config' }] : [];
  });
  return [...changes, ...kept].map(maskChange);
}

/** The change of the same thing. The values of a set share a path: there it is the one that comes or goes as well. */
function sameIn(changes: readonly Change[], { path, from, to }: Change): Change | undefined {
  if (!path.endsWith('[]')) return changes[0];
  return changes.find((change) => sameJson(change.from, from) && sameJson(change.to, to));
}

/** Whether a path lies below another one. */
function isWithin(path: string, above: string): boolean {
  return path.length > above.length && path.startsWith(above) && ['.', '['].includes(path.charAt(above.length));
}
