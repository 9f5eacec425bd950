import { isJsonObject, type Json, type JsonObject, sameJson } from '@funade/core/author';

/** What a change becomes on what is there now, or where the two do not go together. */
export type Rebased =
  | { readonly body: JsonObject; readonly conflict: null }
  | { readonly body: null; readonly conflict: Conflict };

/** A member that was to be changed and that somebody else has changed. */
export interface Conflict {
  /** `Target.EcsParameters.TaskDefinitionArn`. */
  readonly path: string;
  readonly planned: Json;
  readonly now: Json;
}

/**
 * The change from `before` to `after` on what is there `now`: what others have changed since stays, what was planned is
 * done, and what both have changed in two ways is a conflict.
 */
export function rebase(before: JsonObject, after: JsonObject, now: JsonObject): Rebased {
  try {
    return { body: merge(before, after, { now, path: '' }) as JsonObject, conflict: null };
  } catch (error) {
    if (error instanceof Clash) return { body: null, conflict: error.conflict };
    throw error;
  }
}

class Clash extends Error {
  readonly conflict: Conflict;
  constructor(conflict: Conflict) {
    super(conflict.path);
    this.conflict = conflict;
  }
}

function merge(
  before: Json | undefined,
  after: Json | undefined,
  { now, path }: { readonly now: Json | undefined; readonly path: string },
): Json | undefined {
  if (same(now, before)) return after;
  if (same(after, before) || same(after, now)) return now;
  if (isObject(before) && isObject(after) && isObject(now)) {
    const keys = new Set([...Object.keys(now), ...Object.keys(after)]);
    const entries = [...keys].map((key) => [
      key,
      merge(before[key], after[key], { now: now[key], path: path === '' ? key : `${path}.${key}` }),
    ]);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as JsonObject;
  }
  throw new Clash({ path, planned: before ?? null, now: now ?? null });
}

function isObject(value: Json | undefined): value is JsonObject {
  return value !== undefined && isJsonObject(value);
}

/** Null and an absent member are the same. */
function same(a: Json | undefined, b: Json | undefined): boolean {
  return sameJson(a ?? null, b ?? null);
}
