import { isJsonObject, isRef, type Json, type RunContext } from '@funade/core';
import type { Ecs } from '../api/ecs-client.ts';
import { findStarted } from '../arrival/find-started.ts';
import type { ServiceRef } from '../model/errors.ts';
import type { StartedDeployment } from '../model/started-deployment.ts';
import { deploymentUnknown } from '../model/watch-errors.ts';

/** An UpdateService or CreateService whose answer nobody heard. */
export interface BegunUpdate {
  readonly place: ServiceRef;
  readonly begun: { readonly at: number; readonly input: Json };
  /** What earlier steps of that run returned, by step id. */
  readonly outputs: Readonly<Record<string, Json>>;
}

/**
 * The deployment that a call started whose answer was never heard, as the process was killed. Null when there is none, so that
 * the call did not take effect.
 *
 * Throws `DEPLOYMENT_UNKNOWN` where it cannot be known.
 */
export async function findBegun(ecs: Ecs, update: BegunUpdate, context: RunContext): Promise<StartedDeployment | null> {
  const { place, begun } = update;
  const { taskDefinition, replaces } = sentWith(update);
  if (taskDefinition === null) throw deploymentUnknown(place, { environment: context.environment.name, cause: null });
  return findStarted(ecs, { place, sent: { taskDefinition }, replaces, at: begun.at }, context);
}

/** The revision that was sent, and the deployments that it was to replace. */
function sentWith({ begun: { input }, outputs }: BegunUpdate): {
  readonly taskDefinition: string | null;
  readonly replaces: readonly string[];
} {
  if (!isJsonObject(input)) return { taskDefinition: null, replaces: [] };
  const { taskDefinition = null, replaces } = input;
  const output = isRef(taskDefinition) ? outputs[taskDefinition.$ref[0]] : null;
  const registered =
    isRef(taskDefinition) && output != null && isJsonObject(output) ? output[taskDefinition.$ref[1]] : taskDefinition;
  return {
    taskDefinition: typeof registered === 'string' ? registered : null,
    replaces: Array.isArray(replaces) ? replaces.filter((id: Json) => typeof id === 'string') : [],
  };
}
