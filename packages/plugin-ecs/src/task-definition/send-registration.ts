import { isAwsError, sendRaw, translateError } from '@funade/aws';
import { isDeployError, type JsonObject, resourceKey, type StepContext } from '@funade/core';
import type { Ecs } from '../api/ecs-client.ts';
import { takeTurn } from '../api/keep-to-rates.ts';
import { withoutOwnTags, withRun } from './revision-tags.ts';

/** Whether tagging was denied in this command. */
const taggingKey = resourceKey<{ denied: boolean }>('ecs.tagging');

/**
 * Sends the body, once, and returns the ARN of the revision. Where tagging is not permitted, the tags that say who made the
 * revision are left out, which is said once for all steps of the run. Throws what AWS refuses.
 */
export async function sendRegistration(ecs: Ecs, definition: JsonObject, context: StepContext): Promise<string> {
  const tagging = await context.resources.use(taggingKey.of(context.environment.name), () => ({ denied: false }));
  const plain = withoutOwnTags(definition);
  const tagged = withRun(definition, context.runId);
  if (tagging.denied || plain === definition) return send(ecs, plain, context);
  try {
    return await send(ecs, tagged, context);
  } catch (error) {
    if (!isDeployError(error) || !isAwsError(error.cause, 'AccessDeniedException')) throw error;
    await takeTurn('RegisterTaskDefinition', context);
    const arn = await send(ecs, plain, context);
    if (!tagging.denied) {
      tagging.denied = true;
      context.warn(
        'no permission to tag task definitions (ecs:TagResource): revisions will not record which release and run created them',
      );
    }
    return arn;
  }
}

async function send({ client, sdk }: Ecs, body: JsonObject, context: StepContext): Promise<string> {
  const family = String(body.family);
  try {
    // The typed input is what the SDK signs with; the body that goes out is ours.
    const command = new sdk.RegisterTaskDefinitionCommand({ family, containerDefinitions: [] });
    const { output } = await sendRaw(client, command, { body, signal: context.signal });
    return output.taskDefinition?.taskDefinitionArn ?? '';
  } catch (error) {
    throw translateError(error, { operation: 'ecs:RegisterTaskDefinition', subject: family });
  }
}
