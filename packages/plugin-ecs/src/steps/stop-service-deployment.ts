import { defineStep } from '@funade/core';
import { z } from 'zod';
import { namesOf } from '../arrival/names-of.ts';
import { supersededBy } from '../arrival/superseded-by.ts';
import { nothingToRollBackTo } from '../model/rollout-errors.ts';
import { startedDeployment } from '../model/started-deployment.ts';
import { rollBack } from '../rollback/roll-back.ts';

const input = z.strictObject({
  cluster: z.string(),
  service: z.string(),
  /** ARN; null where it cannot be seen. */
  serviceDeployment: z.string().nullable(),
  /** The deployment that is rolled back. */
  started: startedDeployment,
});

const output = z.object({
  /** By ECS itself, or by a deployment of what ran before. */
  how: z.enum(['by-ecs', 'by-update']),
  /** The deployment whose end is to be waited for. */
  ...startedDeployment.shape,
});

/**
 * Takes a deployment back: StopServiceDeployment with ROLLBACK, else one UpdateService to the revision that ran before.
 * One that ECS rolls back already is left to it, and one that is not the newest any more is left alone. Throws `SUPERSEDED`, `NOTHING_TO_ROLL_BACK_TO` and what AWS refuses.
 */
export const stopServiceDeploymentStep = defineStep({
  kind: 'ecs.stop-service-deployment',
  input,
  output,
  effect: 'changes',
  async run({ cluster, service, started, serviceDeployment }, context) {
    const { deploymentId, previousTaskDefinition } = started;
    const place = { cluster, service };
    const what = { place, started, serviceDeployment, previousTaskDefinition };
    const back = await rollBack(what, context);
    if (back.type === 'ended')
      context.warn(`nothing was rolled back by this run: deployment ${deploymentId} of ${service} has ended already`);
    switch (back.type) {
      case 'by-ecs':
      // It has ended meanwhile; the wait that follows says how.
      case 'ended':
        return { how: 'by-ecs' as const, ...started };
      case 'superseded':
        throw supersededBy(place, { deploymentId, by: back.by });
      case 'by-update':
        return { how: 'by-update' as const, ...back.started };
      case 'nothing-to-roll-back-to':
        throw nothingToRollBackTo(place, { deploymentId, ...namesOf(context) });
    }
  },
});
