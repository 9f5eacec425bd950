import { type DeployError, isDeployError, type StepContext } from '@funade/core';
import type { Ecs } from '../api/ecs-client.ts';
import { findStarted } from '../arrival/find-started.ts';
import { readService } from '../arrival/read-service.ts';
import type { ServiceRef } from '../model/errors.ts';
import { started } from '../rollout/started-output.ts';

/** What became of a call that an earlier run may have sent: it started a deployment, or nobody may know. */
export type Unheard =
  | { readonly type: 'started'; readonly output: ReturnType<typeof started> }
  | { readonly type: 'unknown'; readonly error: DeployError };

/**
 * The deployment that an earlier run of this step started without hearing of it, even when it has ended meanwhile. Null where
 * there was no such run, or where it started none.
 */
export async function readUnheard(
  ecs: Ecs,
  wanted: { readonly place: ServiceRef; readonly taskDefinition: string; readonly replaces: readonly string[] | null },
  context: StepContext,
): Promise<Unheard | null> {
  const { place, taskDefinition, replaces } = wanted;
  const { earlier } = context;
  if (earlier === undefined || replaces === null) return null;
  try {
    const found = await findStarted(ecs, { place, taskDefinition, replaces, at: earlier.at }, context);
    const service = found === null ? null : await readService(ecs, place, context.signal);
    if (found === null || service === null) return null;
    const { deploymentId: id, createdAt } = found;
    const output = started(service.seen, {
      primary: { id, taskDefinition, createdAt },
      previous: null,
      before: service.seen,
    });
    context.progress(`nothing is sent: deployment ${id} of ${place.service} was started before`, { deploymentId: id });
    return { type: 'started', output };
  } catch (error) {
    if (isDeployError(error) && error.code === 'DEPLOYMENT_UNKNOWN') return { type: 'unknown', error };
    throw error;
  }
}
