import type { Service } from '../config/config.ts';
import { environmentDefaults } from '../config/environment-defaults.ts';
import { plainCopy } from '../config/plain-copy.ts';
import { mergedOptions } from '../config/plugin-options.ts';
import { canonicalJson, isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { valueAt } from '../model/path-text.ts';

/** A service in an environment. */
export interface ServicePlace {
  readonly service: string;
  readonly environment: string;
}

/** What a config says of a service in an environment. */
export interface ConfigPart {
  readonly project: Json;
  readonly place: JsonObject;
  /** By plugin name. */
  readonly options: JsonObject;
}

/**
 * What a config, as it was written, says of a service in an environment: its options for each plugin, and where it runs. Null:
 * the config has no such service.
 */
export function configPart(raw: unknown, { service: name, environment }: ServicePlace): ConfigPart | null {
  const config = plainCopy(withoutPlugins(raw), []);
  const written = valueAt(config, ['services', name]);
  if (!isJsonObject(written)) return null;
  const { environments, ...options } = written;
  const service: Service = {
    name,
    options,
    environments: (isJsonObject(environments) ? environments : {}) as Service['environments'],
    defaults: environmentDefaults(valueAt(config, ['environments'])),
  };
  const own = service.environments[environment];
  const plugins = new Set([...Object.keys(options), ...Object.keys(own ?? {})]);
  const place = valueAt(config, ['environments', environment]);
  const { account = null, region = null, role = null } = isJsonObject(place) ? place : {};
  return {
    project: (valueAt(config, ['project']) ?? null) as Json,
    place: { account, region, role },
    options: Object.fromEntries(
      [...plugins].map((plugin) => [plugin, (mergedOptions(service, plugin, environment) ?? null) as Json]),
    ),
  };
}

/** Whether two configs say the same of a service. */
export function samePart(one: unknown, other: unknown, place: ServicePlace): boolean {
  const texts = [one, other].map((config) => {
    const part = configPart(config, place);
    return part === null ? null : canonicalJson({ ...part });
  });
  return texts[0] !== null && texts[0] === texts[1];
}

/** Plugins hold functions. */
function withoutPlugins(raw: unknown): unknown {
  if (typeof raw !== 'object' || raw === null) return raw;
  const { plugins: _, ...rest } = raw as { readonly plugins?: unknown };
  return rest;
}

/** Every text in a value: paths of files stand among them. */
export function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isJsonObject(value) ? Object.values(value).flatMap(textsIn) : [];
}
