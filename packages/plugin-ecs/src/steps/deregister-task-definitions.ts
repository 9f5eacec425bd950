import { isAwsError, translateError } from '@funade/aws';
import { defineStep, type StepContext } from '@funade/core';
import { z } from 'zod';
import { describeTaskDefinition } from '../api/describe-task-definition.ts';
import { type Ecs, useEcs } from '../api/ecs-client.ts';
import { withoutUsed } from './without-used.ts';

/** Revisions of one family that nothing needed when they were planned for. */
export const oldRevisions = z.strictObject({
  family: z.string(),
  /** `shop-api:12`, the oldest first. */
  revisions: z.array(z.string()).readonly(),
  /** How many successful deployments of each service may be gone back to. */
  keep: z.number(),
});

/**
 * Deregisters old revisions one by one, at the rate of ECS. Looks right before at what is in use by now: ECS itself protects no
 * revision. One that is not active any more is passed over.
 */
export const deregisterTaskDefinitions = defineStep({
  kind: 'ecs.deregister-task-definitions',
  input: oldRevisions,
  output: z.object({ deregistered: z.array(z.string()) }),
  effect: 'stores',
  async run(input, context) {
    const ecs = await useEcs(context);
    const deregistered: string[] = [];
    for (const revision of await withoutUsed(ecs, input, context)) {
      await deregister(ecs, revision, context);
      deregistered.push(revision);
      context.progress(`${deregistered.length}/${input.revisions.length} deregistered`, {
        deregistered: deregistered.length,
      });
    }
    return { deregistered };
  },
});

async function deregister({ client, sdk }: Ecs, taskDefinition: string, context: StepContext): Promise<void> {
  try {
    const command = new sdk.DeregisterTaskDefinitionCommand({ taskDefinition });
    await client.send(command, { abortSignal: context.signal });
  } catch (error) {
    context.signal.throwIfAborted();
    if (isAwsError(error, 'ClientException') && !(await isActive({ client, sdk }, taskDefinition, context))) return;
    throw translateError(error, { operation: 'ecs:DeregisterTaskDefinition', subject: taskDefinition });
  }
}

async function isActive(ecs: Ecs, name: string, context: StepContext): Promise<boolean> {
  const found = await describeTaskDefinition(ecs, name, context).catch(() => null);
  return found?.taskDefinition.status === 'ACTIVE';
}
