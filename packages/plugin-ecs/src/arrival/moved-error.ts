import type { DeployError, JsonObject, StepContext } from '@funade/core';
import { describeTaskDefinition } from '../api/describe-task-definition.ts';
import type { Ecs } from '../api/ecs-client.ts';
import type { ServiceRef } from '../model/errors.ts';
import { serviceMoved } from '../model/moved-errors.ts';
import type { DeploymentView } from '../model/rollout-views.ts';
import { provenanceOf } from '../task-definition/revision-tags.ts';
import { namesOf } from './names-of.ts';
import { readArrival } from './read-arrival.ts';
import { supersededBy } from './superseded-by.ts';

/** A service that has moved while something was to be done with it. */
export interface Moved {
  readonly place: ServiceRef;
  readonly moved: DeploymentView;
  /** The revision that was to run: its ARN, or the request that registers it. */
  readonly taskDefinition: string | JsonObject;
  readonly whenMoved: 'refused' | 'superseded';
  /** Ids of the deployments that were planned from; the first is the one that is rolled back. */
  readonly replaces: readonly string[] | null;
}

/** What a write throws that would replace what nobody planned from. */
export async function movedError(ecs: Ecs, what: Moved, context: StepContext): Promise<DeployError> {
  const { place, moved, whenMoved, replaces } = what;
  if (whenMoved === 'superseded') return supersededBy(place, { deploymentId: replaces?.[0] ?? '', by: moved });
  const arrival = await readArrival(ecs, moved, context);
  const release = await releaseOf(ecs, what.taskDefinition, context);
  return serviceMoved(place, { arrival, release, ...namesOf(context) });
}

async function releaseOf(ecs: Ecs, revision: string | JsonObject, context: StepContext): Promise<string | null> {
  if (typeof revision !== 'string') {
    return provenanceOf(Array.isArray(revision.tags) ? (revision.tags as readonly JsonObject[]) : []).release;
  }
  try {
    return provenanceOf((await describeTaskDefinition(ecs, revision, context)).tags).release;
  } catch {
    context.signal.throwIfAborted();
    return null;
  }
}
