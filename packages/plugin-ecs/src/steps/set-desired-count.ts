import { translateError } from '@funade/aws';
import { defineStep, isJsonObject, type Json, type StepContext } from '@funade/core';
import { z } from 'zod';
import { useEcs, useEcsForWrites } from '../api/ecs-client.ts';
import { sendAfterLook } from '../api/send-after-look.ts';
import { readService } from '../arrival/read-service.ts';
import { serviceNotFound } from '../model/errors.ts';
import { scaleMoved } from '../model/scale-errors.ts';

const input = z.strictObject({
  cluster: z.string(),
  service: z.string(),
  desiredCount: z.int().min(0),
  /** What the plan was made from. Not sent. */
  from: z.int().min(0),
});

const output = z.strictObject({ desiredCount: z.number() });

/**
 * Sets the desired count of a service: one UpdateService with nothing else in it, which starts no deployment. Looks right
 * before: a count that neither the plan was made from nor is wanted was set by somebody else. Throws `SCALE_MOVED`.
 */
export const setDesiredCount = defineStep({
  kind: 'ecs.set-desired-count',
  input,
  output,
  effect: 'changes',
  verb: 'scale',
  goesOn: (told) => `the service was told to run ${countIn(told)} tasks, which continues in ECS`,
  request: (planned) => ({ operation: 'ecs:UpdateService', body: isJsonObject(planned) ? sent(planned) : planned }),
  async run(request, context) {
    const { desiredCount, from } = request;
    const ecs = await useEcs(context);
    return sendAfterLook(
      {
        operation: 'UpdateService',
        look: async () => {
          const found = await readService(ecs, request, context.signal);
          if (found === null) throw serviceNotFound(request, null, context.environment);
          const { desiredCount: count = 0 } = found.seen;
          if (count === desiredCount) return { desiredCount };
          if (count !== from) throw scaleMoved(request, { planned: `${from} tasks`, found: `${count} tasks` });
          return null;
        },
        send: () => send(request, context),
      },
      context,
    );
  },
});

async function send(request: z.output<typeof input>, context: StepContext): Promise<z.output<typeof output>> {
  const { client, sdk } = await useEcsForWrites(context);
  const { cluster, service, desiredCount } = request;
  try {
    await client.send(new sdk.UpdateServiceCommand({ cluster, service, desiredCount }), {
      abortSignal: context.signal,
    });
    return { desiredCount };
  } catch (error) {
    throw translateError(error, { operation: 'ecs:UpdateService', subject: `${cluster}/${service}` });
  }
}

function sent({ from: _, ...body }: { readonly [key: string]: Json | undefined }): Json {
  return body;
}

function countIn(told: Json): string {
  return isJsonObject(told) ? String(told.desiredCount) : '';
}
