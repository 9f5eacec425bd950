import { isJsonObject, type Json, type JsonObject } from '@funade/core';
import { responseOnlyFields } from '../model/response-only-fields.ts';

/** What DescribeTaskDefinition answers, as raw JSON. */
export interface DescribedTaskDefinition {
  readonly taskDefinition: JsonObject;
  /** The tags stand beside the task definition, and only when asked for. */
  readonly tags: readonly JsonObject[];
}

/**
 * The request that registers the described task definition again: without the response-only fields and the tags of AWS's
 * own, and with everything else as it is, empty strings, zeroes and fields newer than this package included.
 *
 * `aws:` is reserved: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Tag.html. An empty list of tags is
 * refused by some versions of the API, so it is left out.
 */
export function toRegisterInput({ taskDefinition, tags }: DescribedTaskDefinition): JsonObject {
  const kept: [string, Json | undefined][] = Object.entries(taskDefinition).filter(
    ([field]) => field !== 'tags' && !responseOnlyFields.includes(field),
  );
  const inside = Array.isArray(taskDefinition.tags) ? taskDefinition.tags.filter(isJsonObject) : [];
  const own = (tags.length > 0 ? tags : inside).filter(({ key }) => !/^aws:/i.test(String(key)));
  return Object.fromEntries(own.length === 0 ? kept : [...kept, ['tags', own]]);
}
