import type { DescribeServicesCommandOutput, Service } from '@aws-sdk/client-ecs';
import { isAwsError, translateError } from '@funade/aws';
import type { PluginTarget, TargetId, World } from '@funade/core';
import type { Ecs } from './ecs-client.ts';
import { clusterNotFound, type ServicePlace, serviceNotFound } from './errors.ts';
import type { ServiceFacts } from './facts.ts';
import type { EcsOptions } from './options.ts';
import { takeTurn } from './rate-limit.ts';
import { rolloutFactsOf } from './rollout-facts.ts';
import { findService } from './rules/find-service.ts';
import { batchByCluster } from './rules/poll-schedule.ts';
import { shiftMinutes } from './rules/shift-minutes.ts';
import { settleAll } from './settle-all.ts';

/** Reads the services of all targets, ten of a cluster to a call, side by side. */
export async function observeServices(
  ecs: Ecs,
  targets: readonly PluginTarget<EcsOptions>[],
  world: World,
): Promise<ReadonlyMap<TargetId, ServiceFacts>> {
  const places = new Map(targets.map(({ options }) => [JSON.stringify([options.cluster, options.service]), options]));
  const batches = batchByCluster<ServicePlace>(places.values());
  const answers = await settleAll(batches.map((batch) => describe(ecs, batch, world)));
  const found = new Map(answers.flatMap((answer) => [...answer]));
  return new Map(
    targets.flatMap(({ id, options }) => {
      const service = found.get(options);
      return service === undefined ? [] : [[id, serviceFacts(service)] as const];
    }),
  );
}

async function describe(
  ecs: Ecs,
  batch: readonly ServicePlace[],
  world: World,
): Promise<ReadonlyMap<ServicePlace, Service>> {
  const cluster = batch[0]?.cluster ?? '';
  const { services = [] } = await describeServices(
    ecs,
    { cluster, services: batch.map(({ service }) => service) },
    world,
  );
  const found = new Map<ServicePlace, Service>();
  for (const place of batch) {
    const service = findService(services, place.service);
    if (service?.status !== 'ACTIVE') throw serviceNotFound(place, await listServices(ecs, cluster, world));
    found.set(place, service);
  }
  return found;
}

async function describeServices(
  { client, sdk }: Ecs,
  input: { readonly cluster: string; readonly services: string[] },
  world: World,
): Promise<DescribeServicesCommandOutput> {
  await takeTurn(world, 'serviceRead');
  try {
    return await client.send(new sdk.DescribeServicesCommand(input), { abortSignal: world.signal });
  } catch (error) {
    if (isAwsError(error, 'ClusterNotFoundException')) {
      throw clusterNotFound(input.cluster, await listClusters({ client, sdk }, world));
    }
    throw translateError(error, { operation: 'ecs:DescribeServices', subject: input.cluster });
  }
}

/** Names for a hint; a caller who may not list them gets the error without. */
async function listClusters({ client, sdk }: Ecs, world: World): Promise<readonly string[]> {
  try {
    const { clusterArns = [] } = await client.send(new sdk.ListClustersCommand({ maxResults: 100 }), {
      abortSignal: world.signal,
    });
    return clusterArns.map(lastPart).toSorted();
  } catch {
    return [];
  }
}

async function listServices({ client, sdk }: Ecs, cluster: string, world: World): Promise<readonly string[]> {
  try {
    const { serviceArns = [] } = await client.send(new sdk.ListServicesCommand({ cluster, maxResults: 100 }), {
      abortSignal: world.signal,
    });
    return serviceArns.map(lastPart).toSorted();
  } catch {
    return [];
  }
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

function serviceFacts(service: Service): ServiceFacts {
  const {
    taskDefinition,
    deploymentController,
    deploymentConfiguration = {},
    healthCheckGracePeriodSeconds = 0,
  } = service;
  const { strategy, bakeTimeInMinutes, deploymentCircuitBreaker } = deploymentConfiguration;
  return {
    taskDefinition: taskDefinition ?? null,
    // An answer without a controller is a service of the ECS controller, and one without a strategy rolls.
    controller: deploymentController?.type ?? 'ECS',
    circuitBreaker:
      deploymentCircuitBreaker?.enable !== true ? 'off' : deploymentCircuitBreaker.rollback ? 'rollback' : 'stop',
    gracePeriodSeconds: healthCheckGracePeriodSeconds,
    bakeMinutes: bakeTimeInMinutes ?? 0,
    shiftMinutes: shiftMinutes(strategy ?? 'ROLLING', deploymentConfiguration),
    ...rolloutFactsOf(service),
  };
}
