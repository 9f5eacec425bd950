import { type DeployError, isDeployError, type StepContext } from '@funade/core';
import type { Ecs } from '../api/ecs-client.ts';
import { findStarted, type SentRevision } from '../arrival/find-started.ts';
import { readService } from '../arrival/read-service.ts';
import type { ServiceRef } from '../model/errors.ts';
import { started } from '../rollout/started-output.ts';

/** What became of a call that an earlier run may have sent: it started a deployment, or nobody may know. */
export type Unheard =
  | { readonly type: 'started'; readonly output: ReturnType<typeof started> }
  | { readonly type: 'unknown'; readonly error: DeployError };

interface UnheardUpdate {
  readonly place: ServiceRef;
  readonly sent: SentRevision;
  readonly replaces: readonly string[] | null;
  /** When it was sent, in milliseconds since the epoch; null: none was. */
  readonly at: number | null;
}

/**
 * The deployment that an update started without anybody hearing of it, in an earlier run or in this one, even when it has ended
 * meanwhile. Null where there was no such update, or where it started none.
 */
export async function readUnheard(ecs: Ecs, update: UnheardUpdate, context: StepContext): Promise<Unheard | null> {
  const { place, sent, replaces, at } = update;
  if (at === null || replaces === null) return null;
  try {
    const found = await findStarted(ecs, { place, sent, replaces, at }, context);
    const service = found === null ? null : await readService(ecs, place, context.signal);
    if (found === null || service === null) return null;
    const { deploymentId: id, taskDefinition, createdAt, knownDeploymentIds } = found;
    const primary = { id, taskDefinition, createdAt };
    // What is there now may have come after ours, and then has superseded it.
    const output = {
      ...started(service.seen, { primary, previous: null, before: service.seen }),
      knownDeploymentIds: [...knownDeploymentIds],
    };
    context.progress(`nothing is sent: deployment ${id} of ${place.service} was started before`, { deploymentId: id });
    return { type: 'started', output };
  } catch (error) {
    if (isDeployError(error) && error.code === 'DEPLOYMENT_UNKNOWN') return { type: 'unknown', error };
    throw error;
  }
}
