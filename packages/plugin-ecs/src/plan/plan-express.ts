import { type Change, diffJson, isJsonObject, type Json, type JsonObject, type PluginTarget } from '@funade/core';
import type { WrongDefinition } from '../model/definition-errors.ts';
import { expressFixed, expressService, notExpressService } from '../model/express-errors.ts';
import type { ServiceFacts } from '../model/facts.ts';
import { mainContainer } from '../options/express-issues.ts';
import type { EcsOptions } from '../options/options.ts';
import { inOrder, laidOver, withoutCreation, writtenPart } from '../service/express-configuration.ts';

/** What the Express API is sent for a target. */
export interface ExpressPlan {
  /** ARN of the service; null when it is made. */
  readonly arn: string | null;
  /** What is sent beside the revision. */
  readonly members: JsonObject;
  /** The container of which ECS makes the revision; null where a revision of one's own is sent. */
  readonly container: JsonObject | null;
  /** What differs from what runs, the image and the definition of one's own apart. */
  readonly changes: readonly Change[];
  /** Where the service answers; empty when it is made. */
  readonly urls: readonly string[];
}

/**
 * What a service of Express Mode that is there is sent; null for an ordinary one.
 *
 * A structure is sent whole, with what is written laid over what runs: nothing says that members which are left out of one
 * stay as they are.
 */
export function expressUpdate(
  { options }: PluginTarget<EcsOptions>,
  { express: seen }: Pick<ServiceFacts, 'express'>,
  image: Json | undefined,
): ExpressPlan | null {
  if (options.express === undefined || seen === undefined) return null;
  const { arn, urls } = seen;
  const running = seen.configuration ?? {};
  const { primaryContainer = {}, ...rest } = membersOf(options);
  const main = isJsonObject(primaryContainer) ? primaryContainer : {};
  const wanted = inOrder({ ...rest, ...(Object.keys(main).length === 0 ? {} : { primaryContainer: main }) });
  return {
    arn,
    members: Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, whole(value, running[name])])),
    container:
      options.taskDefinition === undefined
        ? { ...(whole(main, running.primaryContainer) as JsonObject), image: image ?? '' }
        : null,
    changes: diffJson(writtenPart(wanted, running), wanted),
    urls,
  };
}

/**
 * Refuses a config that takes the service for one of the other kind, or writes what cannot be changed.
 *
 * @throws `EXPRESS_SERVICE`, `NOT_EXPRESS_SERVICE`, `EXPRESS_FIXED`
 */
export function assertExpress(
  { id, options }: PluginTarget<EcsOptions>,
  { express: seen }: Pick<ServiceFacts, 'express'>,
): void {
  const { express: written } = options;
  if (written === undefined && seen !== undefined) throw expressService(id, options);
  if (written !== undefined && seen === undefined) throw notExpressService(id, options);
  const [from, to] = [seen?.infrastructureRoleArn ?? null, written?.infrastructureRoleArn];
  if (to !== undefined && from !== null && to !== from) throw expressFixed(id, { from, to });
}

/** What a service of Express Mode is made with. */
export function expressCreation({ options }: PluginTarget<EcsOptions>, image: Json | undefined): ExpressPlan {
  const { primaryContainer, ...rest } = options.express ?? {};
  const members = JSON.parse(JSON.stringify(rest)) as JsonObject;
  const main = JSON.parse(JSON.stringify(primaryContainer ?? {})) as JsonObject;
  return {
    arn: null,
    members,
    container: options.taskDefinition === undefined ? { ...main, image: image ?? '' } : null,
    changes: diffJson({}, { ...members, ...(Object.keys(main).length === 0 ? {} : { primaryContainer: main }) }),
    urls: [],
  };
}

/** A definition with what ECS will make of it: the size and the architecture that are written beside the container. */
export function asExpressMakes({ express, taskDefinition }: EcsOptions, definition: JsonObject): JsonObject {
  if (express === undefined || taskDefinition !== undefined) return definition;
  const { cpu, memory, cpuArchitecture } = express;
  const platform = isJsonObject(definition.runtimePlatform ?? null) ? (definition.runtimePlatform as JsonObject) : {};
  return {
    ...definition,
    ...(cpu === undefined ? {} : { cpu }),
    ...(memory === undefined ? {} : { memory }),
    ...(cpuArchitecture === undefined ? {} : { runtimePlatform: { ...platform, cpuArchitecture } }),
  };
}

/** What Express Mode cannot run of a definition of one's own; null: nothing. */
export function wrongForExpress(
  { id, options }: PluginTarget<EcsOptions>,
  definition: JsonObject,
): WrongDefinition | null {
  const { express, taskDefinition } = options;
  if (express === undefined || taskDefinition === undefined) return null;
  const containers = Array.isArray(definition.containerDefinitions) ? definition.containerDefinitions : [];
  const main = containers.filter(isJsonObject).find(({ name }) => name === mainContainer);
  const ports = Array.isArray(main?.portMappings) ? main.portMappings.filter(isJsonObject) : [];
  const [port] = ports;
  const fits =
    port !== undefined &&
    ports.length === 1 &&
    (port.protocol ?? 'tcp') === 'tcp' &&
    port.containerPort !== undefined &&
    typeof port.name === 'string' &&
    port.name !== '';
  if (fits) return null;
  const path = typeof taskDefinition === 'string' && taskDefinition !== 'latest' ? { path: taskDefinition } : {};
  const problem = `containerDefinitions[${mainContainer}]: an Express service needs a container ${mainContainer} with one TCP port mapping that has containerPort and name`;
  return { ...path, target: id, problems: [problem] };
}

/** Members that are written and may be changed. */
function membersOf({ express = {} }: EcsOptions): JsonObject {
  return withoutCreation(JSON.parse(JSON.stringify(express)) as JsonObject);
}

function whole(written: Json | undefined, running: Json | undefined): Json {
  if (written === undefined) return null;
  return isJsonObject(written) && isJsonObject(running ?? null) ? laidOver(running as JsonObject, written) : written;
}
