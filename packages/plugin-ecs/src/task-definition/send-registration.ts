import { isAwsError, sendRaw, translateError } from '@funade/aws';
import type { DeployError, JsonObject, StepContext } from '@funade/core';
import type { Ecs } from '../api/ecs-client.ts';
import { withoutOwnTags, withRun } from './revision-tags.ts';

/**
 * Sends the body and returns the ARN of the revision. Where tagging is not permitted, the tags that say who made the
 * revision are left out, which is said once for all steps of the run. Throws what the client throws.
 */
export async function sendRegistration(ecs: Ecs, definition: JsonObject, context: StepContext): Promise<string> {
  const tagging = await context.resources.use(`ecs.tagging:${context.environment.name}`, () => ({ denied: false }));
  const plain = withoutOwnTags(definition);
  const tagged = withRun(definition, context.runId);
  if (tagging.denied || plain === definition) return send(ecs, plain, context);
  try {
    return await send(ecs, tagged, context);
  } catch (error) {
    if (!isAwsError(error, 'AccessDeniedException')) throw error;
    const arn = await send(ecs, plain, context);
    if (!tagging.denied) {
      tagging.denied = true;
      context.warn(
        'no permission to tag task definitions (ecs:TagResource): they do not say which release and run made them',
      );
    }
    return arn;
  }
}

/** What the client threw, as an error of ours. */
export function registrationError({ family }: JsonObject, error: unknown): DeployError {
  return translateError(error, { operation: 'ecs:RegisterTaskDefinition', subject: String(family) });
}

async function send({ client, sdk }: Ecs, body: JsonObject, context: StepContext): Promise<string> {
  // The typed input is what the SDK signs and retries with; the body that goes out is ours.
  const command = new sdk.RegisterTaskDefinitionCommand({ family: String(body.family), containerDefinitions: [] });
  const { output } = await sendRaw(client, command, { body, signal: context.signal });
  return output.taskDefinition?.taskDefinitionArn ?? '';
}
