import { isAwsError, sendRaw, translateError } from '@funade/aws';
import { defineStep, isDeployError, isJsonObject, type JsonObject, type StepContext } from '@funade/core';
import { z } from 'zod';
import { type Ecs, useEcs } from '../ecs-client.ts';
import { describeTaskDefinition } from '../observe-task-definition.ts';
import { takeTurn } from '../rate-limit.ts';
import { sameTaskDefinition } from '../rules/same-task-definition.ts';
import { toRegisterInput } from '../rules/to-register-input.ts';

/** Registers a revision. The input is the request body and is sent as it is, fields unknown to the SDK included. */
export const registerTaskDefinition = defineStep({
  kind: 'ecs.register-task-definition',
  input: z.custom<JsonObject>(
    (value) => isJsonObject(value) && typeof value.family === 'string',
    'expected the body of RegisterTaskDefinition',
  ),
  output: z.object({ taskDefinitionArn: z.string() }),
  request: (body) => ({ operation: 'ecs:RegisterTaskDefinition', body }),
  async run(input, context) {
    const ecs = await useEcs(context);
    return {
      taskDefinitionArn: (await registeredBefore(ecs, input, context)) ?? (await register(ecs, input, context)),
    };
  },
});

/** The latest revision of the family when it is this very definition: an earlier run of the step has registered it. */
async function registeredBefore(ecs: Ecs, input: JsonObject, context: StepContext): Promise<string | null> {
  try {
    const latest = await describeTaskDefinition(ecs, String(input.family), context);
    const arn = latest.taskDefinition.taskDefinitionArn;
    return sameTaskDefinition(toRegisterInput(latest), input) && typeof arn === 'string' ? arn : null;
  } catch (error) {
    // A family without an active revision can't be described and has nothing to reuse.
    if (isDeployError(error) && isAwsError(error.cause, 'ClientException')) return null;
    throw error;
  }
}

async function register({ client, sdk }: Ecs, input: JsonObject, context: StepContext): Promise<string> {
  await takeTurn(context, 'taskDefinitionModify');
  try {
    // The typed input is what the SDK signs and retries with; the body that goes out is ours.
    const command = new sdk.RegisterTaskDefinitionCommand({ family: String(input.family), containerDefinitions: [] });
    const { output } = await sendRaw(client, command, { body: input, signal: context.signal });
    return output.taskDefinition?.taskDefinitionArn ?? '';
  } catch (error) {
    throw translateError(error, { operation: 'ecs:RegisterTaskDefinition', subject: String(input.family) });
  }
}
