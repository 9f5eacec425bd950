import { isJsonObject, type Json, type JsonObject } from '@funade/core';
import { unknownContainer } from '../model/errors.ts';
import type { ContainerSettings } from '../options/container-settings.ts';
import { fitToShape } from '../shapes/fit-to-shape.ts';
import { taskDefinitionShape } from '../shapes/task-definition-shape.ts';
import { containersIn } from './set-images.ts';

/**
 * The task definition with what is written about its containers laid over it: variables, secrets and structures by key,
 * everything else replaced, `null` taken away. A name written under `secrets` is no variable any more, and the other way
 * round: ECS refuses a container that has both.
 *
 * @throws `UNKNOWN_CONTAINER` when a name is not in the task definition.
 */
export function setContainers(definition: JsonObject, settings: ReadonlyMap<string, ContainerSettings>): JsonObject {
  if (settings.size === 0) return definition;
  const containers = containersIn(definition);
  const names = containers.map(({ name }) => String(name));
  for (const name of settings.keys()) {
    if (!names.includes(name)) throw unknownContainer(name, String(definition.family), names);
  }
  return {
    ...definition,
    containerDefinitions: containers.map((container) => {
      const own = settings.get(String(container.name));
      return own === undefined ? container : withSettings(container, own);
    }),
  };
}

function withSettings(container: JsonObject, settings: ContainerSettings): JsonObject {
  const { environment, secrets, exclusive = [], ...fields } = settings;
  const base = Object.fromEntries(Object.entries(container).filter(([field]) => !exclusive.includes(field)));
  const others = fitToShape(merged(base, fields as JsonObject), containerShape);
  // What the base holds and nobody wrote stays to the letter.
  const kept = Object.fromEntries(
    Object.entries(others).map(([field, value]) => [field, Object.hasOwn(fields, field) ? value : base[field]]),
  );
  return withNamed(
    withNamed(
      { ...untouchedNulls(base), ...kept },
      { list: 'environment', key: 'value', written: environment, other: secrets },
    ),
    {
      list: 'secrets',
      key: 'valueFrom',
      written: secrets,
      other: environment,
    },
  );
}

const containerShape = taskDefinitionShape.containerDefinitions[0];

/** Members that are null in what runs stay so; only a written null takes something away. */
function untouchedNulls(base: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(base).filter(([, value]) => value === null));
}

interface NamedList {
  readonly list: 'environment' | 'secrets';
  readonly key: 'value' | 'valueFrom';
  readonly written: Readonly<Record<string, string | number | boolean | null>> | undefined;
  /** What is written of the list that must not have the same names. */
  readonly other: Readonly<Record<string, unknown>> | undefined;
}

function withNamed(container: JsonObject, { list, key, written = {}, other = {} }: NamedList): JsonObject {
  const existing = container[list];
  const before = Array.isArray(existing) ? existing : [];
  const moved = Object.keys(other).filter((name) => other[name] !== null && !(name in written));
  if (Object.keys(written).length === 0 && !before.some((item: Json) => moved.includes(nameOf(item)))) return container;
  const seen = new Set(before.map((item: Json) => nameOf(item)));
  const after = before.flatMap((item: Json) => {
    const name = nameOf(item);
    if (moved.includes(name)) return [];
    const value = Object.hasOwn(written, name) ? written[name] : undefined;
    if (value === undefined || !isJsonObject(item)) return [item];
    return value === null ? [] : [{ ...item, [key]: String(value) }];
  });
  const added = Object.entries(written).flatMap(([name, value]) =>
    seen.has(name) || value === null ? [] : [{ name, [key]: String(value) }],
  );
  return { ...container, [list]: [...after, ...added] };
}

function nameOf(item: Json): string {
  return isJsonObject(item) ? String(item.name) : '';
}

/** Structures by key, anything else replaced, null taken away. */
function merged(base: JsonObject, over: JsonObject): JsonObject {
  const result = new Map<string, Json | undefined>(Object.entries(base));
  for (const [key, value] of Object.entries(over)) {
    const before = result.get(key);
    if (value === undefined) continue;
    if (value === null) result.delete(key);
    else if (isJsonObject(value)) result.set(key, merged(isJsonObject(before) ? before : {}, value));
    else result.set(key, value);
  }
  return Object.fromEntries(result);
}
