import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Config, isJsonObject, type Json, type JsonObject } from '@funade/core';
import { hasPlaceholders } from './placeholders-in.ts';
import { listAt, mapTexts, objectAt, textAt } from './values-at.ts';

type Service = Config['services'][string];

/**
 * A config as it holds in one environment, with the task definitions of files in the place of their paths, so that their templates
 * are rendered with the rest. A file that cannot be read, or that placeholders are left in, stays a path.
 */
export async function withDefinitions(config: Config, environment: string, root: string): Promise<Config> {
  const services = Object.entries(config.services).map(async ([name, service]): Promise<[string, Service]> => {
    const definition = await definitionOf(service, environment, root);
    return [name, definition === null ? service : withDefinition(service, environment, definition)];
  });
  return { ...config, services: Object.fromEntries(await Promise.all(services)) };
}

async function definitionOf(service: Service, environment: string, root: string): Promise<JsonObject | null> {
  const over = objectAt(service.environments[environment], 'ecs');
  const own = objectAt(service.options, 'ecs');
  const path = textAt(over, 'taskDefinition') ?? textAt(own, 'taskDefinition');
  if (path === null || path === 'latest' || isJsonObject(over.taskDefinition)) return null;
  const text = await readFile(resolve(root, path), 'utf8').catch(() => null);
  if (text === null) return null;
  const { parseDefinition, toRegisterInput } = await import('@funade/ecs/definition');
  const parsed = await parseDefinition(path, text);
  if (!parsed.ok) return null;
  const values = { ...objectAt(own, 'placeholders'), ...objectAt(over, 'placeholders') };
  const filled = mapTexts(toRegisterInput(parsed), (each) => fill(each, values)) as JsonObject;
  return hasPlaceholders(withoutImages(filled)) ? null : filled;
}

function fill(text: string, values: JsonObject): string {
  return text.replaceAll(/<([A-Z][A-Z0-9_]*)>|\$\{(\w+)\}|__([A-Z][A-Z0-9_]*?)__/g, (whole, ...names: unknown[]) => {
    const name = names.slice(0, 3).find((each) => typeof each === 'string');
    const value = typeof name === 'string' ? values[name] : undefined;
    return value === undefined || value === null ? whole : String(value);
  });
}

/** The config says the images. */
function withoutImages(definition: JsonObject): JsonObject {
  const containers = listAt(definition, 'containerDefinitions').map((container) => {
    if (!isJsonObject(container)) return container;
    const { image: _, environment: __, ...rest } = container;
    return rest;
  });
  return { ...definition, containerDefinitions: containers as Json };
}

/** What one environment says of it alone would be merged with what all say. */
function withDefinition(service: Service, environment: string, taskDefinition: JsonObject): Service {
  const { taskDefinition: _, ...over } = objectAt(service.environments[environment], 'ecs');
  return {
    ...service,
    options: { ...service.options, ecs: { ...objectAt(service.options, 'ecs'), taskDefinition } },
    environments: {
      ...service.environments,
      [environment]: {
        ...service.environments[environment],
        ...(Object.keys(over).length === 0 ? {} : { ecs: over }),
      },
    },
  };
}
