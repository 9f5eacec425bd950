import {
  type Change,
  type Drift,
  diffJson,
  isDeployError,
  isJsonObject,
  type Json,
  type JsonObject,
} from '@funade/core';
import { containerSettingsOf, containersOf, type EcsOptions } from '../options/options.ts';
import { updatedSettingsOf } from '../options/settings-options.ts';
import { runningSettings, settingsChange } from '../service/service-settings.ts';
import { definitionChanges } from '../task-definition/definition-changes.ts';
import { setContainers } from '../task-definition/set-containers.ts';
import { imageOf, setImages } from '../task-definition/set-images.ts';

/** What is compared of a target. */
export interface DriftFacts {
  /** The service as ECS gave it. */
  readonly service: JsonObject;
  /** The running revision as the request that registers it; null where the config writes nothing of it. */
  readonly running: JsonObject | null;
  /** What the config makes a revision from, where that is not the running one. */
  readonly base: JsonObject | null;
  /** What could not be compared, and why. */
  readonly unknown: readonly string[];
}

/** Settings that only the service revision has: a call more for each service. */
const ofRevision: ReadonlySet<string> = new Set(['monitoring', 'gatewayConnectors']);

/**
 * What differs between the config and what runs, whatever release runs: the settings that the config writes, and the revision that
 * it would register with the images that run. What needs a release stays out, and so does whatever the config does not write.
 */
export function driftOf(options: EcsOptions, { service, running, base, unknown }: DriftFacts): Drift {
  const written = updatedSettingsOf(options);
  const names = Object.keys(written).filter((name) => !ofRevision.has(name) && !holdsTemplate(written[name] ?? null));
  const settings = Object.fromEntries(names.map((name) => [name, written[name]]));
  const left = Object.keys(written).filter((name) => !names.includes(name));
  const changed = settingsChange(settings, runningSettings(settings, service));
  const definition = running === null ? null : definitionDrift(options, { running, base: base ?? running });
  return {
    compared: [
      ...(names.length > 0 ? ['settings' as const] : []),
      ...(definition?.changes ? ['definition' as const] : []),
    ],
    changes: [...diffJson(changed.before, changed.send), ...(definition?.changes ?? [])],
    unknown: [
      ...left.map((name) => `settings.${name} ${ofRevision.has(name) ? 'is not compared' : 'needs a release'}`),
      ...unknown,
      ...(definition?.unknown ?? []),
    ],
  };
}

interface DefinitionDrift {
  /** Null where nothing could be compared. */
  readonly changes: readonly Change[] | null;
  readonly unknown: readonly string[];
}

function definitionDrift(
  options: EcsOptions,
  { running, base }: { readonly running: JsonObject; readonly base: JsonObject },
): DefinitionDrift {
  const unknown: string[] = [];
  const settings = new Map(
    [...containerSettingsOf(options)].map(([container, written]) => {
      const rendered = withoutTemplates(written as JsonObject, (path) =>
        unknown.push(`containers.${container}.${path} needs a release`),
      );
      return [container, rendered as typeof written];
    }),
  );
  const images = new Map(
    [...containersOf(options).keys()].flatMap((container) => {
      const image = imageOf(running, container);
      return image === null ? [] : [[container, image] as const];
    }),
  );
  try {
    const result = setImages(setContainers(base, settings), images);
    return { changes: definitionChanges({ running, other: null, result }), unknown };
  } catch (error) {
    // A container of the config that the revision has not.
    if (!isDeployError(error)) throw error;
    return { changes: null, unknown: [...unknown, error.message] };
  }
}

/** The value without the members that are templates still, each of which is told. */
function withoutTemplates(value: JsonObject, tell: (path: string) => void): JsonObject {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]): (readonly [string, Json])[] => {
      if (item === undefined) return [];
      if (isJsonObject(item)) return [[key, withoutTemplates(item, (path) => tell(`${key}.${path}`))]];
      if (!holdsTemplate(item)) return [[key, item]];
      tell(key);
      return [];
    }),
  );
}

function holdsTemplate(value: Json): boolean {
  if (typeof value === 'string') return value.includes('{{');
  if (Array.isArray(value)) return value.some(holdsTemplate);
  return isJsonObject(value) && Object.values(value).some((item) => item !== undefined && holdsTemplate(item));
}
