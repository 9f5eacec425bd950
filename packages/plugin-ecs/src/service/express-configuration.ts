import { diffJson, isJsonObject, type Json, type JsonObject } from '@funade/core';
import type { DeploymentView } from '../model/rollout-views.ts';

/** Members that tell the configurations of two deployments of the same apart. */
const answerOnly: ReadonlySet<string> = new Set(['serviceRevisionArn', 'createdAt']);

/**
 * The configuration of a deployment: both have the number of one service revision. Where none has, that of the deployment's
 * task definition; null when there is none either.
 */
export function configurationOf(
  configurations: readonly JsonObject[],
  { id, taskDefinition }: Pick<DeploymentView, 'id' | 'taskDefinition'>,
): JsonObject | null {
  const number = id.slice(id.lastIndexOf('/') + 1);
  return (
    configurations.find(({ serviceRevisionArn }) => String(serviceRevisionArn).endsWith(`/${number}`)) ??
    configurations.find(({ taskDefinitionArn }) => taskDefinitionArn === taskDefinition) ??
    null
  );
}

/** A configuration without what only tells its deployments apart. */
export function comparable(configuration: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(configuration).filter(([name]) => !answerOnly.has(name)));
}

/** URLs of a configuration: where a service of Express Mode answers. */
export function urlsOf({ ingressPaths }: JsonObject): string[] {
  return (Array.isArray(ingressPaths) ? ingressPaths : []).filter(isJsonObject).flatMap(({ endpoint }) => {
    if (typeof endpoint !== 'string' || endpoint === '') return [];
    return [endpoint.includes('://') ? endpoint : `https://${endpoint}`];
  });
}

/** What a service of Express Mode is sent. */
export interface SentConfiguration {
  readonly members: JsonObject;
  readonly container: JsonObject | null;
  /** ARN of a revision of one's own; null where ECS makes the revision of the container. */
  readonly taskDefinition: string | null;
}

/** Whether a configuration that runs is what a request asks for. */
export function configurationHolds(
  { members, container, taskDefinition }: SentConfiguration,
  running: JsonObject,
): boolean {
  if (taskDefinition !== null && running.taskDefinitionArn !== taskDefinition) return false;
  const wanted = inOrder({
    ...withoutCreation(members),
    ...(container === null ? {} : { primaryContainer: container }),
  });
  return diffJson(writtenPart(wanted, running), wanted).length === 0;
}

/** Members that UpdateExpressGatewayService does not take. */
const ofCreation: ReadonlySet<string> = new Set(['infrastructureRoleArn', 'tags']);

/** What of written members may be changed in a service that is there. */
export function withoutCreation(members: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([name]) => !ofCreation.has(name)));
}

/** The part of a configuration that stands where something is written: what is not written is not compared. */
export function writtenPart(written: Json, running: Json | undefined): Json {
  if (!isJsonObject(written)) return running === undefined ? null : inOrder(running);
  const members = isJsonObject(running ?? null) ? (running as JsonObject) : {};
  return Object.fromEntries(
    Object.entries(written).flatMap(([name, value]) => {
      const part = members[name];
      return part === undefined || value === undefined ? [] : [[name, writtenPart(value, part)]];
    }),
  );
}

/** Lists of what has a name, and of texts that stand in no order, as they are compared. */
export function inOrder(value: Json): Json {
  if (Array.isArray(value)) {
    const items = value.map((item) => inOrder(item as Json));
    return items.every((item) => isJsonObject(item) && typeof item.name === 'string')
      ? items.toSorted((a, b) => String((a as JsonObject).name).localeCompare(String((b as JsonObject).name)))
      : items;
  }
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, item === undefined ? null : inOrder(item)]),
  );
}

/** Members of a structure laid over another; lists are replaced. */
export function laidOver(before: JsonObject, written: JsonObject): JsonObject {
  return Object.fromEntries(
    [...new Set([...Object.keys(before), ...Object.keys(written)])].flatMap((name) => {
      const value = written[name] ?? before[name];
      return value === undefined || value === null ? [] : [[name, value]];
    }),
  );
}
