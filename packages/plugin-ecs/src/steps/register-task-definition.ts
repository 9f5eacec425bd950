import { isAwsError } from '@funade/aws';
import { defineStep, isJsonObject, type JsonObject, ref, type StepContext } from '@funade/core';
import { z } from 'zod';
import { type Ecs, useEcs } from '../api/ecs-client.ts';
import { findRegistered } from '../task-definition/find-registered.ts';
import { registrationPause } from '../task-definition/registration-pause.ts';
import { withRun } from '../task-definition/revision-tags.ts';
import { registrationError, sendRegistration } from '../task-definition/send-registration.ts';

/**
 * Registers a revision. The input is the request body and is sent as it is, fields unknown to the SDK included, with the id
 * of the run among the tags that say who made it.
 *
 * Looks first: a revision that is this very definition (an earlier run of the step has registered it) is not registered
 * again. ECS refuses one of several callers that register the same family at once with an error that it has for other
 * reasons too, so after that the newest revisions are looked at and the call is tried again, a few times.
 */
export const registerTaskDefinition = defineStep({
  kind: 'ecs.register-task-definition',
  input: z.custom<JsonObject>(
    (value) => isJsonObject(value) && typeof value.family === 'string',
    'expected the body of RegisterTaskDefinition',
  ),
  output: z.object({ taskDefinitionArn: z.string() }),
  request: (body) => ({
    operation: 'ecs:RegisterTaskDefinition',
    body: isJsonObject(body) ? withRun(body, ref('run', 'id')) : body,
  }),
  async run(input, context) {
    const ecs = await useEcs(context);
    const latest = await findRegistered(ecs, { definition: input, depth: 1 }, context);
    return { taskDefinitionArn: latest ?? (await register(ecs, input, context)) };
  },
});

async function register(ecs: Ecs, input: JsonObject, context: StepContext): Promise<string> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await sendRegistration(ecs, input, context);
    } catch (error) {
      const pause = isAwsError(error, 'ClientException') ? registrationPause(attempts, Math.random()) : null;
      if (pause === null) throw registrationError(input, error);
      context.progress(`ECS refused to register ${String(input.family)}; trying again`, { attempts });
      await context.clock.sleep(pause, { signal: context.signal });
      const registered = await findRegistered(ecs, { definition: input, depth: attempts + 1 }, context);
      if (registered !== null) return registered;
    }
  }
}
