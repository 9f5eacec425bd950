import { isAwsError, translateError } from '@funade/aws';
import { defineStep, type StepContext } from '@funade/core';
import { z } from 'zod';
import { type Ecs, useEcs } from '../api/ecs-client.ts';
import { pausedHook } from '../model/service-deployment.ts';
import { lookAtServiceDeployments } from '../poll/look-at-service-deployments.ts';

const input = z.strictObject({ serviceDeploymentArn: z.string(), hookId: z.string() });
const output = z.object({ serviceDeploymentArn: z.string() });

/** Answers may be some seconds old: a pause that is still seen does not count. */
const pauseMs = 2_000;
const looks = 15;

/**
 * Approves what a pause hook waits for: one ContinueServiceDeployment. A hook that waits no more is left alone.
 * Returns once the pause is seen to be over. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContinueServiceDeployment.html
 */
export const continueServiceDeployment = defineStep({
  kind: 'ecs.continue-service-deployment',
  input,
  output,
  effect: 'changes',
  async run(request, context) {
    const ecs = await useEcs(context);
    const sent = (await waits(ecs, request, context)) && (await send(ecs, request, context));
    if (!sent) context.warn(`nothing was continued: hook ${request.hookId} is not waiting for approval any more`);
    else {
      for (let look = 0; look < looks && (await waits(ecs, request, context)); look += 1) {
        await context.clock.sleep(pauseMs, { signal: context.signal });
      }
    }
    return { serviceDeploymentArn: request.serviceDeploymentArn };
  },
});

type Request = z.output<typeof input>;

async function waits(ecs: Ecs, { serviceDeploymentArn, hookId }: Request, context: StepContext): Promise<boolean> {
  const [look] = await lookAtServiceDeployments(ecs)([serviceDeploymentArn], context.signal);
  if (look?.type === 'blind') throw look.error;
  const found = look?.serviceDeployment ?? null;
  return found !== null && pausedHook(found)?.id === hookId;
}

/** Whether ECS took it. */
async function send({ client, sdk }: Ecs, request: Request, { signal }: StepContext): Promise<boolean> {
  try {
    await client.send(new sdk.ContinueServiceDeploymentCommand({ ...request, action: 'CONTINUE' }), {
      abortSignal: signal,
    });
    return true;
  } catch (error) {
    // Somebody was quicker; the wait that follows says what came of it.
    if (isAwsError(error, 'ConflictException')) return false;
    throw translateError(error, { operation: 'ecs:ContinueServiceDeployment', subject: request.serviceDeploymentArn });
  }
}
