import { defineStep } from '@funade/core';
import { z } from 'zod';
import { revisionName } from '../model/revision-name.ts';
import { stopStages } from '../model/stop-stage.ts';
import { awaitRollout } from '../rollback/await-rollout.ts';
import { budgetOf, waitInput } from '../rollout/wait-input.ts';

const input = waitInput.omit({ until: true, images: true, settleSeconds: true }).extend({
  stage: z.enum(stopStages),
  /** Whether something is to be done at the stop, so that missing it must be said. */
  warns: z.boolean(),
});

const output = z.object({
  deploymentId: z.string(),
  /** Both null where nothing pauses the deployment there any more. */
  serviceDeploymentArn: z.string().nullable(),
  hookId: z.string().nullable(),
  /** When it came to the stage, by ECS's clock: what happened before has been told. */
  pausedAt: z.number().nullable(),
});

/**
 * Waits until a lifecycle hook pauses our deployment at a stage. One that has left the stage behind is not waited for. Reads
 * only, unless the rollout fails before and `onFailure` says what to do, or the run is interrupted and `onCancel` does.
 *
 * Throws what the wait for a rollout throws.
 */
export const waitForPause = defineStep({
  kind: 'ecs.wait-for-pause',
  waits: true,
  effect: 'none',
  deadlineSeconds: budgetOf,
  input,
  output,
  async run({ stage, warns, ...request }, context) {
    const nothing = { serviceDeploymentArn: null, hookId: null, pausedAt: null };
    if (request.serves) return { deploymentId: request.deploymentId, ...nothing };
    const wait = { ...request, until: 'steady', images: {}, settleSeconds: 0 } as const;
    const end = await awaitRollout(wait, { pausedAt: stage }, context);
    const { deploymentId } = end;
    const paused = end.state === 'reached' && end.hook !== null ? end : null;
    if (paused !== null) {
      context.progress(`paused at ${stage}`, { deploymentId, stage, hook: paused.hook?.id ?? null });
      const { serviceDeployment: serviceDeploymentArn, hook, since: pausedAt } = paused;
      return { deploymentId, serviceDeploymentArn, hookId: hook?.id ?? null, pausedAt };
    }
    if (warns) {
      const where = end.state === 'done' ? 'is done' : `is past ${stage}`;
      context.warn(
        `deployment ${deploymentId} of ${revisionName(request.taskDefinition)} ${where}, and nothing has paused it there: what is checked now, users may have met`,
      );
    }
    return { deploymentId, ...nothing };
  },
});
