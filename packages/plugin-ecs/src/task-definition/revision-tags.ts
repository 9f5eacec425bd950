import { isJsonObject, type Json, type JsonObject, type Ref } from '@funade/core';

/** Begins the keys of the tags that say who made a revision. */
const prefix = 'funade:';

/** What a revision records of its provenance. */
export interface Provenance {
  /** Tag of the image that is deployed, such as `v1.2.0`. */
  readonly release: string;
  readonly commit: string;
  /** Hash of the target's settings. */
  readonly config: string;
}

/** Most tags that a task definition can have: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-using-tags.html */
export const mostTags = 50;

/** Whether a tag says who made a revision. */
export function isOwnTag(tag: Json): boolean {
  return isJsonObject(tag) && String(tag.key).startsWith(prefix);
}

/** Tags of a task definition without those that say who made it. */
export function withoutOwnTags(definition: JsonObject): JsonObject {
  const { tags, ...rest } = definition;
  if (!Array.isArray(tags)) return definition;
  const others = tags.filter((tag: Json) => !isOwnTag(tag));
  return others.length === 0 ? rest : { ...rest, tags: others };
}

/**
 * The request with tags that say who makes the revision in place of those that said who made the last one; room is left
 * for the run's. A definition that has no room for them goes without.
 */
export function withProvenance(definition: JsonObject, { release, commit, config }: Provenance): JsonObject {
  return withOwnTags(definition, { release, commit, config }, 1);
}

/**
 * The request with the id of the run that registers it beside the tags that the plan gave it; a reference stands for the id
 * of a run that there is not yet.
 */
export function withRun(definition: JsonObject, runId: string | Ref): JsonObject {
  const { tags } = definition;
  if (!Array.isArray(tags) || !tags.some(isOwnTag) || tags.length === mostTags) return definition;
  const tag = typeof runId === 'string' ? tagOf('run', runId) : { key: `${prefix}run`, value: runId };
  return { ...definition, tags: [...tags, tag] };
}

/**
 * The request that registers again what was in `revision`, with the tags that it had: the release and the commit stay, the run
 * is that which registers it again. The first revision of that content is recorded too.
 */
export function withOrigin(definition: JsonObject, revision: string): JsonObject {
  const tags = (Array.isArray(definition.tags) ? definition.tags : []).filter(isJsonObject);
  const kept = tags.filter(({ key }) => key !== `${prefix}run` && key !== `${prefix}origin`);
  const origin = tagOf('origin', originOf(tags) ?? revision);
  const all = kept.length + 2 > mostTags ? kept : [...kept, origin];
  return all.length === 0 ? definition : { ...definition, tags: all };
}

/** Family and number of the revision that a described task definition was registered again from; null: it was not. */
export function originOf(tags: readonly JsonObject[]): string | null {
  return ownValue(tags, 'origin');
}

/** What the tags of a described task definition say about its provenance; null where they say nothing. */
export function provenanceOf(tags: readonly JsonObject[]): {
  readonly release: string | null;
  readonly commit: string | null;
} {
  return { release: ownValue(tags, 'release'), commit: ownValue(tags, 'commit') };
}

/** Whether the tags of two revisions say that they were made for one release with one config. */
export function sameProvenance(one: readonly JsonObject[], other: readonly JsonObject[]): boolean {
  return ['release', 'commit', 'config'].every((name) => {
    const value = ownValue(one, name);
    return value !== null && value === ownValue(other, name);
  });
}

/** Id of the run that registered a described task definition; null where its tags say none. */
export function recordedRun(tags: readonly JsonObject[]): string | null {
  return ownValue(tags, 'run');
}

function ownValue(tags: readonly JsonObject[], name: string): string | null {
  const found = tags.find(({ key }) => key === `${prefix}${name}`)?.value;
  return typeof found === 'string' && found !== '' ? found : null;
}

function withOwnTags(definition: JsonObject, values: Readonly<Record<string, string>>, room: number): JsonObject {
  const rest = withoutOwnTags(definition);
  const others = Array.isArray(rest.tags) ? rest.tags : [];
  const own = Object.entries(values).flatMap(([name, value]) => (value === '' ? [] : [tagOf(name, value)]));
  return others.length + own.length + room > mostTags ? rest : { ...rest, tags: [...others, ...own] };
}

/** AWS takes letters, digits, spaces and `_.:/=+-@` in a tag. */
function tagOf(name: string, value: string): JsonObject {
  return { key: `${prefix}${name}`, value: value.replace(/[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu, '_').slice(0, 256) };
}
