import type { DescribeServicesCommandOutput, Service } from '@aws-sdk/client-ecs';
import { isAwsError, type RawAnswer, resourceName, sendRaw, translateError } from '@funade/aws';
import { isJsonObject, type JsonObject, type PluginTarget, type RunContext, type TargetId } from '@funade/core';
import type { Ecs } from '../api/ecs-client.ts';
import { findService } from '../api/find-service.ts';
import { batchByCluster } from '../api/poll-schedule.ts';
import { settleAll } from '../api/settle-all.ts';
import { withRevisionSettings } from '../api/with-revision-settings.ts';
import { serviceDraining } from '../model/definition-errors.ts';
import { clusterNotFound, serviceNotFound } from '../model/errors.ts';
import type { ServiceFacts } from '../model/facts.ts';
import type { EcsOptions } from '../options/options.ts';
import { settingsOf } from '../options/settings-options.ts';
import { launchOf } from '../service/launch-of.ts';
import { serviceFacts } from '../service/service-facts.ts';
import { runningSettings } from '../service/service-settings.ts';
import { expressFacts } from './express-facts.ts';
import { observeScaling } from './observe-scaling.ts';
import { withRunningRevision } from './with-running-revision.ts';

/** Reads the services of all targets, ten of a cluster to a call, side by side. */
export async function observeServices(
  ecs: Ecs,
  targets: readonly PluginTarget<EcsOptions>[],
  context: RunContext,
): Promise<ReadonlyMap<TargetId, ServiceFacts | null>> {
  const places = new Map(targets.map(({ options }) => [JSON.stringify([options.cluster, options.service]), options]));
  const batches = batchByCluster<EcsOptions>(places.values());
  const counted = [...places.values()].filter(
    ({ settings }) => settings?.desiredCount !== undefined || settings?.autoscaling !== undefined,
  );
  const [answers, scaling] = await Promise.all([
    settleAll(batches.map((batch) => describe(ecs, batch, context))),
    observeScaling(counted, context),
  ]);
  const found = new Map(answers.flatMap((answer) => [...answer]));
  const facts = targets.map(async ({ id, options }): Promise<readonly (readonly [TargetId, ServiceFacts | null])[]> => {
    const service = found.get(options);
    // Two targets of one service are looked for once; the plan refuses them.
    if (service === undefined) return [];
    if (service === null) return [[id, null]];
    const written = settingsOf(options);
    const running = await withRevisionSettings(ecs, { service: service.raw, written }, context);
    const settings = runningSettings(written, running);
    const launch = launchOf(service.raw);
    const seen = await withRunningRevision(ecs, service.seen, { place: options, context });
    const express = options.express === undefined ? {} : await expressFacts(ecs, seen, context);
    return [[id, { ...serviceFacts(seen), ...express, settings, scaling: scaling.get(options) ?? null, launch }]];
  });
  return new Map((await settleAll(facts)).flat());
}

/** A service as the SDK reads it, and as it came. */
interface FoundService {
  readonly seen: Service;
  readonly raw: JsonObject;
}

async function describe(
  ecs: Ecs,
  batch: readonly EcsOptions[],
  context: RunContext,
): Promise<ReadonlyMap<EcsOptions, FoundService | null>> {
  const cluster = batch[0]?.cluster ?? '';
  const names = batch.map(({ service }) => service);
  const { output, body } = await describeServices(ecs, { cluster, services: names }, context);
  const raws = (Array.isArray(body.services) ? body.services : []).filter(isJsonObject);
  const found = new Map<EcsOptions, FoundService | null>();
  for (const place of batch) {
    const seen = findService(output.services ?? [], place.service);
    if (seen?.status === 'ACTIVE') found.set(place, { seen, raw: findService(raws, place.service) ?? {} });
    else if (!saysHowToCreate(place))
      throw serviceNotFound(place, await listServices(ecs, cluster, context), context.environment);
    else if (seen?.status === 'DRAINING') throw serviceDraining(place);
    else found.set(place, null);
  }
  return found;
}

/** Whoever writes what the service runs wants it to be there; any other name that is not there is a mistake. */
function saysHowToCreate({ express, taskDefinition }: EcsOptions): boolean {
  return (taskDefinition !== undefined && taskDefinition !== 'latest') || express?.infrastructureRoleArn !== undefined;
}

/** Sends one DescribeServices. Throws `CLUSTER_NOT_FOUND` and what AWS refuses. */
export async function describeServices(
  { client, sdk }: Ecs,
  input: { readonly cluster: string; readonly services: string[] },
  context: RunContext,
): Promise<RawAnswer<DescribeServicesCommandOutput>> {
  try {
    return await sendRaw(client, new sdk.DescribeServicesCommand(input), {
      signal: context.signal,
      exactNumbers: true,
    });
  } catch (error) {
    if (isAwsError(error, 'ClusterNotFoundException')) {
      throw clusterNotFound(input.cluster, await listClusters({ client, sdk }, context), context.environment);
    }
    throw translateError(error, { operation: 'ecs:DescribeServices', subject: input.cluster });
  }
}

/** Names for a hint; a caller who may not list them gets the error without. */
async function listClusters({ client, sdk }: Ecs, context: RunContext): Promise<readonly string[]> {
  try {
    const { clusterArns = [] } = await client.send(new sdk.ListClustersCommand({ maxResults: 100 }), {
      abortSignal: context.signal,
    });
    return clusterArns.map(resourceName).toSorted();
  } catch {
    return [];
  }
}

async function listServices({ client, sdk }: Ecs, cluster: string, context: RunContext): Promise<readonly string[]> {
  try {
    const { serviceArns = [] } = await client.send(new sdk.ListServicesCommand({ cluster, maxResults: 100 }), {
      abortSignal: context.signal,
    });
    return serviceArns.map(resourceName).toSorted();
  } catch {
    return [];
  }
}
