import { isDeployError, type StepContext } from '@funade/core';
import type { Ecs } from '../api/ecs-client.ts';
import type { started } from '../rollout/started-output.ts';
import { type LookedAt, lookBeforeUpdate, type UpdateWanted } from './look-before-update.ts';
import { readUnheard } from './read-unheard.ts';

/** Milliseconds after which a deployment that has begun can be seen in the list of the service's deployments. */
const appearing = 15_000;

/**
 * Looks as `lookBeforeUpdate` does, after an update of which nobody heard the answer, sent at `sentAt`; null: none was. Where
 * somebody else's deployment is there now, ours may have come before it: nobody is told then that nothing was changed.
 *
 * Throws as `lookBeforeUpdate` does, and `DEPLOYMENT_UNKNOWN`.
 */
export async function lookAgain(
  ecs: Ecs,
  { sentAt, ...wanted }: UpdateWanted & { readonly sentAt: number | null },
  context: StepContext,
): Promise<LookedAt | ReturnType<typeof started>> {
  try {
    return await lookBeforeUpdate(ecs, wanted, context);
  } catch (error) {
    if (sentAt === null || !isDeployError(error) || !['SERVICE_MOVED', 'SUPERSEDED'].includes(error.code)) throw error;
    const { taskDefinition, ...update } = wanted;
    const read = () => readUnheard(ecs, { ...update, sent: { taskDefinition }, at: sentAt }, context);
    let own = await read();
    if (own === null) {
      await context.clock.sleep(appearing, { signal: context.signal });
      own = await read();
    }
    if (own === null) throw error;
    if (own.type === 'unknown') throw own.error;
    return own.output;
  }
}
