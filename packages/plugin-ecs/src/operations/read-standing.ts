import type { Service } from '@aws-sdk/client-ecs';
import {
  type DeployError,
  isJsonObject,
  type JsonObject,
  type PluginTarget,
  type RunContext,
  type TargetId,
} from '@funade/core';
import type { Ecs } from '../api/ecs-client.ts';
import { findService } from '../api/find-service.ts';
import { batchByCluster, inGroups, serviceDeploymentsPerCall } from '../api/poll-schedule.ts';
import { settleAll } from '../api/settle-all.ts';
import type { ServiceRef } from '../model/errors.ts';
import type { ServiceDeploymentView } from '../model/service-deployment.ts';
import { describeServices } from '../observe/observe-services.ts';
import type { EcsOptions } from '../options/options.ts';
import { lookAtServiceDeployments } from '../poll/look-at-service-deployments.ts';
import type { StandingSeen } from '../rollout/standing-state.ts';
import { serviceView } from '../service/service-view.ts';
import { assertPlace } from './assert-place.ts';

/** What stands of one target. */
export interface Standing extends StandingSeen {
  readonly place: ServiceRef;
  /** As the SDK reads it; null when there is none. */
  readonly found: Service | null;
  /** As ECS gave it. */
  readonly raw: JsonObject;
}

/** What stands of all targets. */
export interface Standings {
  readonly byTarget: ReadonlyMap<TargetId, Standing>;
  /** Why no service deployment could be seen; null when they could. */
  readonly blind: DeployError | null;
}

/**
 * Reads the services of all targets, ten of a cluster to a call, and the newest service deployment of each, twenty to a
 * call. Where service deployments may not be read, the services alone say what stands.
 * Throws `CLUSTER_NOT_FOUND`, `PLACE_NEEDS_RELEASE` and what AWS refuses.
 */
export async function readStanding(
  ecs: Ecs,
  targets: readonly PluginTarget<EcsOptions>[],
  context: RunContext,
): Promise<Standings> {
  const services = await readWholeServices(ecs, targets, context);
  const arns = [...services.values()].flatMap(({ seen }) => seen?.currentServiceDeployment ?? []);
  const { views, blind } = await readServiceDeployments(ecs, arns, context);
  const byTarget = targets.map(({ id, options }): [TargetId, Standing] => {
    const { cluster, service: name } = options;
    const { seen: found, raw } = services.get(placeKey(options)) ?? { seen: null, raw: {} };
    const serviceDeployment = views.get(found?.currentServiceDeployment ?? '') ?? null;
    const service = found === null ? null : serviceView(found);
    return [id, { place: { cluster, service: name }, found, raw, service, serviceDeployment }];
  });
  return { byTarget: new Map(byTarget), blind };
}

/** A service as the SDK reads it, and as it came. */
interface FoundService {
  readonly seen: Service | null;
  readonly raw: JsonObject;
}

/**
 * Reads the services of all targets, ten of a cluster to a call; what `placeKey` says of a place is the key.
 * Throws `CLUSTER_NOT_FOUND`, `PLACE_NEEDS_RELEASE` and what AWS refuses.
 */
export async function readServices(
  ecs: Ecs,
  targets: readonly PluginTarget<EcsOptions>[],
  context: RunContext,
): Promise<ReadonlyMap<string, Service | null>> {
  const found = await readWholeServices(ecs, targets, context);
  return new Map([...found].map(([key, { seen }]) => [key, seen]));
}

async function readWholeServices(
  ecs: Ecs,
  targets: readonly PluginTarget<EcsOptions>[],
  context: RunContext,
): Promise<ReadonlyMap<string, FoundService>> {
  for (const { id, options } of targets) assertPlace(id, options);
  const places = new Map(targets.map(({ options }) => [placeKey(options), options]));
  const answers = await settleAll(
    batchByCluster<ServiceRef>(places.values()).map(async (batch) => {
      const input = { cluster: batch[0]?.cluster ?? '', services: batch.map(({ service }) => service) };
      const { output, body } = await describeServices(ecs, input, context);
      const { services = [] } = output;
      const raws = (Array.isArray(body.services) ? body.services : []).filter(isJsonObject);
      return batch.map((place) => {
        const seen = findService(services, place.service) ?? null;
        return [placeKey(place), { seen, raw: findService(raws, place.service) ?? {} }] as const;
      });
    }),
  );
  return new Map(answers.flat());
}

async function readServiceDeployments(
  ecs: Ecs,
  arns: readonly string[],
  context: RunContext,
): Promise<{ readonly views: ReadonlyMap<string, ServiceDeploymentView>; readonly blind: DeployError | null }> {
  const look = lookAtServiceDeployments(ecs);
  const views = new Map<string, ServiceDeploymentView>();
  let blind: DeployError | null = null;
  for (const group of inGroups([...new Set(arns)], serviceDeploymentsPerCall)) {
    for (const each of await look(group, context.signal)) {
      if (each.type === 'blind') blind = each.error;
      else if (each.serviceDeployment !== null) views.set(each.serviceDeployment.arn, each.serviceDeployment);
    }
    context.signal.throwIfAborted();
    if (blind !== null) break;
  }
  return { views, blind };
}

/** Tells places apart. */
export function placeKey({ cluster, service }: ServiceRef): string {
  return JSON.stringify([cluster, service]);
}
