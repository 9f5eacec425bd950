import { isJsonObject, type JsonObject } from '@funade/core';
import type { RegionSeed } from './seed-types.ts';
import { objectAt, textAt } from './values-at.ts';

/** Two parts of one region: both of everything, by name. */
export function mergePlaces(first: RegionSeed = {}, second: RegionSeed = {}): RegionSeed {
  const merged: Record<string, unknown> = { ...first };
  for (const [key, value] of Object.entries(second) as [string, unknown][]) {
    const known = merged[key];
    if (Array.isArray(known) && Array.isArray(value)) merged[key] = unique([...known, ...value]);
    else if (key === 'clusters' && isJsonObject(known) && isJsonObject(value))
      merged[key] = mergeClusters(known, value);
    else if (isJsonObject(known) && isJsonObject(value)) merged[key] = { ...known, ...value };
    else merged[key] = value;
  }
  return merged as RegionSeed;
}

function mergeClusters(first: JsonObject, second: JsonObject): JsonObject {
  const names = [...new Set([...Object.keys(first), ...Object.keys(second)])];
  return Object.fromEntries(
    names.map((name) => {
      const [a, b] = [objectAt(first, name), objectAt(second, name)];
      const both = (key: string): JsonObject => ({ ...objectAt(a, key), ...objectAt(b, key) });
      return [name, { services: both('services'), expressServices: both('expressServices') }];
    }),
  );
}

/** Of two definitions of one family in one region, the first: environments that share a region share it. */
function unique(list: readonly unknown[]): readonly unknown[] {
  const seen = new Set<string>();
  return list.filter((item) => {
    const family = textAt(item, 'family');
    if (family === null) return true;
    return !seen.has(family) && seen.add(family) !== undefined;
  });
}
