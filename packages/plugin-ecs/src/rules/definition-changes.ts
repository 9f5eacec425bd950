import { type ArrayIdentities, type Change, diffJson, diffThreeWay, type JsonObject } from '@funade/core';
import { normalise } from './normalise.ts';
import { withoutOwnTags } from './revision-tags.ts';

/** How the items of ECS's lists are told apart; those without a rule go by `name` or `key`. */
const identities: ArrayIdentities = {
  containerDefinitions: { by: ['name'], ordered: false },
  dependsOn: { by: ['containerName'], ordered: false },
  environment: { by: ['name'], ordered: false },
  extraHosts: { by: ['hostname'], ordered: false },
  mountPoints: { by: ['containerPath'], ordered: false },
  portMappings: { by: ['containerPort', 'protocol'], ordered: false },
  requiresCompatibilities: 'set',
  resourceRequirements: { by: ['type'], ordered: false },
  secretOptions: { by: ['name'], ordered: false },
  secrets: { by: ['name'], ordered: false },
  systemControls: { by: ['namespace'], ordered: false },
  ulimits: { by: ['name'], ordered: false },
  volumes: { by: ['name'], ordered: false },
  volumesFrom: { by: ['sourceContainer'], ordered: false },
};

/** Requests as people are to read them: images by their tags. */
export interface DefinitionStates {
  /** What runs; null when nothing does. */
  readonly running: JsonObject | null;
  /** A third one: what the new revision is made from, or a later revision that nobody runs. Null: there is none. */
  readonly other: { readonly name: string; readonly definition: JsonObject } | null;
  readonly result: JsonObject;
}

/**
 * What a new revision changes, field by field, and who wins where three differ. What means the same to ECS (a default that
 * it fills in, another unit, another order) is no change. Tags that say who made a revision are left out.
 */
export function definitionChanges({ running, other, result }: DefinitionStates): readonly Change[] {
  const [before, after] = [withoutOwnTags(running ?? {}), withoutOwnTags(result)];
  const real = pathsOf(before, after);
  if (other === null) return diffJson(before, after, identities).filter(isOneOf(real));
  const third = withoutOwnTags(other.definition);
  return diffThreeWay({ running: before, other: { name: other.name, value: third }, result: after }, identities).filter(
    isOneOf([...real, ...pathsOf(before, third)]),
  );
}

function pathsOf(before: JsonObject, after: JsonObject): readonly string[] {
  return diffJson(normalise(before), normalise(after), identities).map(({ path }) => path);
}

function isOneOf(paths: readonly string[]): (change: Change) => boolean {
  return ({ path }) => paths.some((real) => real === path || isWithin(real, path) || isWithin(path, real));
}

function isWithin(path: string, above: string): boolean {
  return path.startsWith(above) && ['.', '['].includes(path.charAt(above.length));
}
