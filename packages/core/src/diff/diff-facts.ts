import { isJsonObject, type Json, sameJson } from '../model/json.ts';

/** One fact that is no longer what it was. */
export interface FactChange {
  /** `ecs.services["api@production"].taskDefinition`. */
  readonly path: string;
  /** Undefined when it was not there. */
  readonly from: Json | undefined;
  /** Undefined when it is gone. */
  readonly to: Json | undefined;
}

/** What differs between the facts a plan was made from and the facts now, deepest paths, in the order of the keys. */
export function diffFacts(before: Json, now: Json): readonly FactChange[] {
  const changes: FactChange[] = [];
  compare({ path: '', from: before, to: now }, changes);
  return changes;
}

function compare({ path, from, to }: FactChange, changes: FactChange[]): void {
  if (from === undefined || to === undefined) {
    if (from !== to) changes.push({ path, from, to });
  } else if (isJsonObject(from) && isJsonObject(to)) {
    const keys = new Set([...Object.keys(from), ...Object.keys(to)].sort());
    for (const key of keys) compare({ path: joined(path, key), from: own(from, key), to: own(to, key) }, changes);
  } else if (Array.isArray(from) && Array.isArray(to) && from.length === to.length) {
    from.forEach((item, index) => {
      compare({ path: `${path}[${index}]`, from: item, to: to[index] }, changes);
    });
  } else if (!sameJson(from, to)) {
    changes.push({ path, from, to });
  }
}

function own(value: { readonly [key: string]: Json | undefined }, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

function joined(path: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}
