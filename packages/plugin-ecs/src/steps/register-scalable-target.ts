import { translateError } from '@funade/aws';
import { defineStep, isJsonObject, type Json, type JsonObject, type StepContext } from '@funade/core';
import { z } from 'zod';
import type { ServiceRef } from '../model/errors.ts';
import { scaleMoved } from '../model/scale-errors.ts';
import { type Scaling, sameScaling, scaling, scalingAfter, scalingChange, scalingText } from '../model/scaling.ts';
import { readScaling, resourceOf, useScaling } from '../observe/observe-scaling.ts';

const input = z.strictObject({
  cluster: z.string(),
  service: z.string(),
  /** What is to change; of a service that is not scaled yet, minimum and maximum at least. */
  change: scalingChange,
  /** What the plan was made from; null: the service was not scaled. Not sent. */
  from: scaling.nullable(),
});

/**
 * Changes between which counts Application Auto Scaling keeps a service, and whether it may scale it; what is not given stays.
 * The service's count is drawn between the limits. Looks right before: limits that neither the plan was made from nor are
 * wanted were set by somebody else. Throws `SCALE_MOVED`.
 */
export const registerScalableTarget = defineStep({
  kind: 'ecs.register-scalable-target',
  input,
  output: z.null(),
  effect: 'changes',
  verb: 'update',
  request: (planned) => ({
    operation: 'application-autoscaling:RegisterScalableTarget',
    body: isJsonObject(planned) ? bodyOf(planned as unknown as z.output<typeof input>) : planned,
  }),
  async run(request, context) {
    const place: ServiceRef = { cluster: request.cluster, service: request.service };
    const { found, allowed } = await readScaling([place], context);
    const before = found.get(place) ?? null;
    if (before !== null && sameScaling(scalingAfter(before, request.change), before)) return null;
    // Who may not look may still write.
    if (allowed && !isSame(before, request.from)) {
      throw scaleMoved(place, { planned: textOf(request.from), found: textOf(before) });
    }
    await send(request, context);
    return null;
  },
});

function isSame(a: Scaling | null, b: Scaling | null): boolean {
  return a === null || b === null ? a === b : sameScaling(a, b);
}

function textOf(found: Scaling | null): string {
  return found === null ? 'no scaling' : scalingText(found);
}

function bodyOf({ cluster, service, change: { min, max, suspended } }: z.output<typeof input>): JsonObject {
  const state = {
    ...(suspended?.in === undefined ? {} : { DynamicScalingInSuspended: suspended.in }),
    ...(suspended?.out === undefined ? {} : { DynamicScalingOutSuspended: suspended.out }),
    ...(suspended?.scheduled === undefined ? {} : { ScheduledScalingSuspended: suspended.scheduled }),
  };
  const body: Record<string, Json> = {
    ServiceNamespace: 'ecs',
    ResourceId: resourceOf({ cluster, service }),
    ScalableDimension: 'ecs:service:DesiredCount',
    ...(min === undefined ? {} : { MinCapacity: min }),
    ...(max === undefined ? {} : { MaxCapacity: max }),
    ...(Object.keys(state).length === 0 ? {} : { SuspendedState: state }),
  };
  return body;
}

async function send(request: z.output<typeof input>, context: StepContext): Promise<void> {
  const { client, sdk } = await useScaling(context);
  try {
    await client.send(new sdk.RegisterScalableTargetCommand(bodyOf(request) as never), {
      abortSignal: context.signal,
    });
  } catch (error) {
    throw translateError(error, {
      operation: 'application-autoscaling:RegisterScalableTarget',
      subject: `${request.cluster}/${request.service}`,
    });
  }
}
