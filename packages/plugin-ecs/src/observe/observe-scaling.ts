import type { ScalableTarget } from '@aws-sdk/client-application-auto-scaling';
import { isAwsError, resourceName, translateError, useSession } from '@funade/aws';
import { type RunContext, resourceKey } from '@funade/core';
import type { ServiceRef } from '../model/errors.ts';
import type { Scaling } from '../model/scaling.ts';

type Sdk = typeof import('@aws-sdk/client-application-auto-scaling');
const clientKey = resourceKey<{
  readonly client: InstanceType<Sdk['ApplicationAutoScalingClient']>;
  readonly sdk: Sdk;
}>('ecs.scaling-client');

/** Most services that one call names: https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalableTargets.html */
const atOnce = 50;

/** What Application Auto Scaling says of services. */
export interface ScalingRead {
  readonly found: ReadonlyMap<ServiceRef, Scaling>;
  /** Whether the caller may ask. */
  readonly allowed: boolean;
}

/**
 * The limits that Application Auto Scaling keeps these services in; a service that it does not scale is not in the answer. A
 * caller who may not ask is told of none.
 */
export async function observeScaling(
  places: readonly ServiceRef[],
  context: RunContext,
): Promise<ReadonlyMap<ServiceRef, Scaling>> {
  return (await readScaling(places, context)).found;
}

/** The same, and whether the caller may ask. */
export async function readScaling(places: readonly ServiceRef[], context: RunContext): Promise<ScalingRead> {
  const byId = new Map(places.map((place) => [resourceOf(place), place]));
  const found = new Map<ServiceRef, Scaling>();
  let allowed = true;
  for (let from = 0; from < byId.size; from += atOnce) {
    const ids = [...byId.keys()].slice(from, from + atOnce);
    const targets = await describe(ids, context);
    if (targets === null) allowed = false;
    for (const target of targets ?? []) {
      const place = byId.get(target.ResourceId ?? '');
      if (place !== undefined) found.set(place, scalingOf(target));
    }
  }
  return { found, allowed };
}

function scalingOf({ MinCapacity = 0, MaxCapacity = 0, SuspendedState = {} }: ScalableTarget): Scaling {
  const { DynamicScalingInSuspended, DynamicScalingOutSuspended, ScheduledScalingSuspended } = SuspendedState;
  return {
    min: MinCapacity,
    max: MaxCapacity,
    suspended: {
      in: DynamicScalingInSuspended === true,
      out: DynamicScalingOutSuspended === true,
      scheduled: ScheduledScalingSuspended === true,
    },
  };
}

/** Null where the caller may not ask. */
async function describe(ids: string[], context: RunContext) {
  const { client, sdk } = await useScaling(context);
  try {
    const command = new sdk.DescribeScalableTargetsCommand({
      ServiceNamespace: 'ecs',
      ScalableDimension: 'ecs:service:DesiredCount',
      ResourceIds: ids,
    });
    const { ScalableTargets = [] } = await client.send(command, { abortSignal: context.signal });
    return ScalableTargets;
  } catch (error) {
    if (isAwsError(error, 'AccessDeniedException')) return null;
    throw translateError(error, {
      operation: 'application-autoscaling:DescribeScalableTargets',
      subject: ids.join(', '),
    });
  }
}

/** Loaded when a count is written, not before. */
export async function useScaling(context: RunContext) {
  return context.resources.use(clientKey.of(context.environment.name), async () => {
    const [session, sdk] = await Promise.all([useSession(context), import('@aws-sdk/client-application-auto-scaling')]);
    const client = new sdk.ApplicationAutoScalingClient(session.clientConfigFor('application auto scaling'));
    return { client, sdk, [Symbol.dispose]: () => client.destroy() };
  });
}

/** A service as Application Auto Scaling names it. */
export function resourceOf({ cluster, service }: ServiceRef): string {
  return `service/${resourceName(cluster)}/${resourceName(service)}`;
}
