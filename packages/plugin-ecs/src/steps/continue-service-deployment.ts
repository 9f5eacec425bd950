import { isAwsError, translateError } from '@funade/aws';
import { defineStep, type StepContext } from '@funade/core';
import { z } from 'zod';
import { type Ecs, useEcs } from '../api/ecs-client.ts';
import { pausedHook } from '../model/service-deployment.ts';
import { lookAtServiceDeployments } from '../poll/look-at-service-deployments.ts';

const input = z.strictObject({
  /** Both null where nothing waits: nothing is sent then. */
  serviceDeploymentArn: z.string().nullable(),
  hookId: z.string().nullable(),
});
const output = z.object({ serviceDeploymentArn: z.string().nullable() });

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
  async run({ serviceDeploymentArn, hookId }, context) {
    if (serviceDeploymentArn === null || hookId === null) return { serviceDeploymentArn };
    const request = { serviceDeploymentArn, hookId };
    const ecs = await useEcs(context);
    const sent = (await waits(ecs, request, context)) && (await send(ecs, request, context));
    // What an earlier run of the step has sent is over, too.
    if (!sent && context.earlier === undefined) {
      context.warn(`nothing was continued: hook ${hookId} is not waiting for approval any more`);
    }
    for (let look = 0; sent && look < looks && (await waits(ecs, request, context)); look += 1) {
      await context.clock.sleep(pauseMs, { signal: context.signal });
    }
    return { serviceDeploymentArn };
  },
});

interface Request {
  readonly serviceDeploymentArn: string;
  readonly hookId: string;
}

async function waits(ecs: Ecs, { serviceDeploymentArn, hookId }: Request, context: StepContext): Promise<boolean> {
  const [look] = await lookAtServiceDeployments(ecs)([serviceDeploymentArn], context.signal);
  if (look?.type === 'blind') throw look.error;
  const found = look?.serviceDeployment ?? null;
  return found !== null && pausedHook(found)?.id === hookId;
}

/** Whether it is over by this call, or by one of before whose answer was lost; no: somebody was quicker. */
async function send(ecs: Ecs, request: Request, context: StepContext): Promise<boolean> {
  const { client, sdk } = ecs;
  try {
    const command = new sdk.ContinueServiceDeploymentCommand({ ...request, action: 'CONTINUE' });
    await client.send(command, { abortSignal: context.signal });
    return true;
  } catch (error) {
    // The wait that follows says what came of it.
    if (isAwsError(error, 'ConflictException')) return false;
    if (isAwsError(error, 'InvalidParameterException') && !(await waits(ecs, request, context))) return true;
    throw translateError(error, { operation: 'ecs:ContinueServiceDeployment', subject: request.serviceDeploymentArn });
  }
}
