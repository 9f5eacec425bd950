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
  inferenceAccelerators: { by: ['deviceName'], ordered: false },
  placementConstraints: { by: ['type', 'expression'], ordered: false },
  portMappings: {
    by: ['containerPort', 'containerPortRange', 'protocol'],
    defaults: { protocol: 'tcp' },
    ordered: false,
  },
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
  if (other === null) return atPlaces(diffJson(before, after, identities), real);
  const third = withoutOwnTags(other.definition);
  const states = { running: before, other: { name: other.name, value: third }, result: after };
  return atPlaces(diffThreeWay(states, identities), [...real, ...pathsOf(before, third)]);
}

function pathsOf(before: JsonObject, after: JsonObject): readonly string[] {
  return diffJson(normalise(before), normalise(after), identities).map(({ path }) => withoutIndexes(path));
}

/** The changes at these places. Where none is at one of them, its list goes by other names, and all of that list is told. */
function atPlaces(changes: readonly Change[], places: readonly string[]): readonly Change[] {
  const told = changes.map(({ path }) => withoutIndexes(path));
  const lists = places.flatMap((place) => {
    const start = place.lastIndexOf('[');
    return start === -1 || told.some((path) => isRelated(path, place)) ? [] : [place.slice(0, start)];
  });
  return changes.filter((_, index) => [...places, ...lists].some((place) => isRelated(told[index] ?? '', place)));
}

function isRelated(path: string, other: string): boolean {
  return path === other || isWithin(path, other) || isWithin(other, path);
}

/** Items without names stand at another index once they are sorted. */
function withoutIndexes(path: string): string {
  return path.replace(/\[\d+\]/g, '[]');
}

function isWithin(path: string, above: string): boolean {
  return path.startsWith(above) && ['.', '['].includes(path.charAt(above.length));
}
