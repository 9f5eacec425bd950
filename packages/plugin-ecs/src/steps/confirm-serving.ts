import { defineStep } from '@funade/core';
import { z } from 'zod';
import { useEcs } from '../api/ecs-client.ts';
import { namesOf } from '../arrival/names-of.ts';
import { readService } from '../arrival/read-service.ts';
import { revisionName } from '../model/revision-name.ts';
import { movedWhileChecked, serviceDeleted } from '../model/rollout-errors.ts';
import { afterSuccess } from '../rollout/after-success.ts';
import { serviceView } from '../service/service-view.ts';

/**
 * Confirms that a deployment that was done before still serves, so that what was checked in between was its doing. Reads only.
 *
 * Throws `MOVED_WHILE_CHECKED`, `SERVICE_DELETED`, and what AWS refuses.
 */
export const confirmServing = defineStep({
  kind: 'ecs.confirm-serving',
  effect: 'none',
  input: z.strictObject({
    cluster: z.string(),
    service: z.string(),
    deploymentId: z.string(),
    taskDefinition: z.string(),
  }),
  output: z.object({ deploymentId: z.string() }),
  async run(request, context) {
    const { deploymentId, service } = request;
    const found = await readService(await useEcs(context), request, context.signal);
    const after = afterSuccess(request, found === null ? null : serviceView(found.seen));
    switch (after.state) {
      case 'deleted':
        throw serviceDeleted(request);
      case 'followed':
        throw movedWhileChecked(request, {
          deploymentId,
          ...namesOf(context),
          by: after.by.id,
          taskDefinition: revisionName(after.by.taskDefinition),
        });
      case 'again':
        context.progress(`${after.by.id} deploys the same revision and has taken over`, {
          deploymentId: after.by.id,
        });
        return { deploymentId: after.by.id };
      case 'none-wanted':
        context.warn(`service ${service} has a desired count of 0: none of its tasks has answered a check`);
        return { deploymentId };
      default:
        return { deploymentId };
    }
  },
});
