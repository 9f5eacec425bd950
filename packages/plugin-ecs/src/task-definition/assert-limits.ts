import { isJsonObject, isRef, type Json, type JsonObject, type TargetId } from '@funade/core';
import { taskDefinitionRefused } from '../model/definition-errors.ts';
import { mostTags } from './revision-tags.ts';
import { containersIn } from './set-images.ts';

/** Quotas of ECS: https://docs.aws.amazon.com/general/latest/gr/ecs-service.html */
const mostContainers = 10;
const mostBytes = 65_536;

/** Of a tag, in characters: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Tag.html */
const longestKey = 128;
const longestValue = 256;

/** `…@sha256:` and 64 digits: what stands where a step's image reference does. */
const referenceBytes = 200;

/**
 * Refuses a task definition that ECS would refuse for its size or counts, with what AWS says about that limit. An image
 * that is not pushed yet counts with the length of a usual reference.
 *
 * @throws `TASK_DEFINITION_REFUSED`
 */
export function assertLimits(target: TargetId, definition: JsonObject): void {
  const reason = limitBroken(definition);
  if (reason !== null) throw taskDefinitionRefused(target, reason);
}

/** AWS's words for the limit that the definition breaks; null when it breaks none. */
export function limitBroken(definition: JsonObject): string | null {
  const { family, tags } = definition;
  const containers = containersIn(definition).length;
  if (containers === 0) return 'Container list cannot be empty.';
  if (containers > mostContainers) {
    return `The maximum number of containers in a task definition: ${mostContainers}; there are ${containers}`;
  }
  if (typeof family !== 'string' || !/^[A-Za-z0-9_-]{1,255}$/.test(family)) {
    return `Up to 255 letters (uppercase and lowercase), numbers, underscores, and hyphens are allowed; the family is ${JSON.stringify(family ?? null)}`;
  }
  const bytes = sizeOf(definition);
  if (bytes > mostBytes) return `Actual length: '${bytes}'. Max allowed length is '${mostBytes}' bytes.`;
  return Array.isArray(tags) ? tagLimitBroken(tags) : null;
}

function tagLimitBroken(tags: readonly Json[]): string | null {
  if (tags.length > mostTags) return `Maximum number of tags per resource - ${mostTags}; there are ${tags.length}`;
  for (const tag of tags) {
    const { key = '', value = '' } = isJsonObject(tag) ? tag : {};
    const [keyLength, valueLength] = [[...String(key)].length, [...String(value)].length];
    if (keyLength < 1 || keyLength > longestKey) {
      return `Maximum key length - ${longestKey} Unicode characters; ${JSON.stringify(key)} has ${keyLength}`;
    }
    if (valueLength > longestValue) {
      return `Maximum value length - ${longestValue} Unicode characters; that of ${String(key)} has ${valueLength}`;
    }
  }
  return null;
}

function sizeOf({ tags: _, ...definition }: JsonObject): number {
  let references = 0;
  const text = JSON.stringify(definition, (__, value) => {
    if (!isRef(value)) return value;
    references++;
    return '';
  });
  return Buffer.byteLength(text) + references * referenceBytes;
}
