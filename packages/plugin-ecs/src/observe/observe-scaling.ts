import { isAwsError, resourceName, translateError, useSession } from '@funade/aws';
import { type RunContext, resourceKey } from '@funade/core';
import type { ServiceRef } from '../model/errors.ts';

type Sdk = typeof import('@aws-sdk/client-application-auto-scaling');
const clientKey = resourceKey<{
  readonly client: InstanceType<Sdk['ApplicationAutoScalingClient']>;
  readonly sdk: Sdk;
}>('ecs.scaling-client');

/** Most services that one call names: https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalableTargets.html */
const atOnce = 50;

/** What Application Auto Scaling keeps a service between. */
export interface Scaling {
  readonly min: number;
  readonly max: number;
}

/**
 * The limits that Application Auto Scaling keeps these services in; a service that it does not scale is not in the answer. A
 * caller who may not ask is told of none.
 */
export async function observeScaling(
  places: readonly ServiceRef[],
  context: RunContext,
): Promise<ReadonlyMap<ServiceRef, Scaling>> {
  const byId = new Map(places.map((place) => [resourceOf(place), place]));
  const found = new Map<ServiceRef, Scaling>();
  for (let from = 0; from < byId.size; from += atOnce) {
    const ids = [...byId.keys()].slice(from, from + atOnce);
    for (const { ResourceId = '', MinCapacity = 0, MaxCapacity = 0 } of await describe(ids, context)) {
      const place = byId.get(ResourceId);
      if (place !== undefined) found.set(place, { min: MinCapacity, max: MaxCapacity });
    }
  }
  return found;
}

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
    if (isAwsError(error, 'AccessDeniedException')) return [];
    throw translateError(error, {
      operation: 'application-autoscaling:DescribeScalableTargets',
      subject: ids.join(', '),
    });
  }
}

/** Loaded when a desired count is written, not before. */
async function useScaling(context: RunContext) {
  return context.resources.use(clientKey.of(context.environment.name), async () => {
    const [session, sdk] = await Promise.all([useSession(context), import('@aws-sdk/client-application-auto-scaling')]);
    const client = new sdk.ApplicationAutoScalingClient(session.clientConfigFor('application auto scaling'));
    return { client, sdk, [Symbol.dispose]: () => client.destroy() };
  });
}

function resourceOf({ cluster, service }: ServiceRef): string {
  return `service/${resourceName(cluster)}/${resourceName(service)}`;
}
