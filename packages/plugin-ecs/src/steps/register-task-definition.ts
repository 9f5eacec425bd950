import { isAwsError } from '@funade/aws';
import { defineStep, isJsonObject, type JsonObject, ref } from '@funade/core';
import { z } from 'zod';
import { useEcs, useEcsForWrites } from '../api/ecs-client.ts';
import { sendAfterLook } from '../api/send-after-look.ts';
import { lookBeforeRegistration, registrationOutOfDate } from '../arrival/look-before-registration.ts';
import { basis } from '../model/basis.ts';
import { findRegistered, firstOfEqual } from '../task-definition/find-registered.ts';
import { registrationPause } from '../task-definition/registration-pause.ts';
import { withRun } from '../task-definition/revision-tags.ts';
import { deepestTakenUp } from '../task-definition/search-depth.ts';
import { sendRegistration } from '../task-definition/send-registration.ts';

const input = z.strictObject({
  /** The body of RegisterTaskDefinition, sent as it is. */
  definition: z.custom<JsonObject>(
    (value) => isJsonObject(value) && typeof value.family === 'string',
    'expected the body of RegisterTaskDefinition',
  ),
  /** The services that are to run the revision, as the plan found them. Not sent. */
  services: z.array(basis).readonly(),
});

/**
 * Registers a revision. The definition is sent as it is, fields unknown to the SDK included, with the id of the run among the
 * tags that say who made it.
 *
 * Looks right before: a revision that is this very definition (an earlier run of the step, or another run of the same
 * release, has registered it) is not registered again, and nothing is registered for services that have all moved. ECS
 * refuses one of several callers that register the same family at once with an error that it has for other reasons too, and
 * answers get lost: the newest revisions are looked at again before the call is. Of equal revisions that several callers
 * registered at once each of them takes the first.
 */
export const registerTaskDefinition = defineStep({
  kind: 'ecs.register-task-definition',
  input,
  output: z.object({ taskDefinitionArn: z.string() }),
  effect: 'stores',
  request: (planned) => ({
    operation: 'ecs:RegisterTaskDefinition',
    body:
      isJsonObject(planned) && isJsonObject(planned.definition)
        ? withRun(planned.definition, ref('run', 'id'))
        : planned,
  }),
  async outOfDate(planned, context) {
    const registration = input.parse(planned);
    return registrationOutOfDate(await useEcs(context), registration, context);
  },
  async run(registration, context) {
    const [ecs, writes] = await Promise.all([useEcs(context), useEcsForWrites(context)]);
    const { definition } = registration;
    let latest = 0;
    const taskDefinitionArn = await sendAfterLook(
      {
        operation: 'RegisterTaskDefinition',
        look: async (attempts) => {
          // One that an earlier run registered may have got company since.
          const depth = context.earlier === undefined ? attempts : Math.max(attempts, deepestTakenUp);
          const found = await findRegistered(ecs, { definition, depth }, context);
          ({ latest } = found);
          return found.arn ?? (await lookBeforeRegistration(ecs, registration, context));
        },
        send: async () => {
          const arn = await sendRegistration(writes, definition, context);
          return firstOfEqual(ecs, { definition, arn, latest }, context);
        },
        pause: ({ cause }, attempts) => {
          const pause = isAwsError(cause, 'ClientException')
            ? registrationPause(attempts, context.random.fraction())
            : null;
          if (pause !== null) {
            context.progress(`ECS refused to register ${String(definition.family)}; trying again`, { attempts });
          }
          return pause;
        },
      },
      context,
    );
    return { taskDefinitionArn };
  },
});
