import type { EventsRequest, RunContext, TargetEvents } from '@funade/core';
import { useEcs } from '../api/ecs-client.ts';
import { placeKey, readServices } from '../operations/read-standing.ts';
import type { EcsOptions } from '../options/options.ts';
import { foreign } from './foreign.ts';
import { isThere } from './tasks.ts';

/**
 * What ECS says happened to each service: the newest hundred events are all that it keeps. Reads only.
 *
 * @throws `CLUSTER_NOT_FOUND`, `PLACE_NEEDS_RELEASE` and what AWS refuses.
 */
export async function events(
  { targets, limit }: EventsRequest<EcsOptions>,
  context: RunContext,
): Promise<readonly TargetEvents[]> {
  const ecs = await useEcs(context);
  const services = await readServices(ecs, targets, context);
  return targets.map(({ id, service: name, options }) => {
    const service = services.get(placeKey(options)) ?? null;
    const told = (service?.events ?? []).map((event) => ({
      id: event.id ?? '',
      at: event.createdAt?.toISOString() ?? null,
      message: foreign(event.message ?? ''),
    }));
    return {
      id,
      service: name,
      place: `${options.cluster}/${options.service}`,
      note: isThere(service) ? null : 'there is no such service',
      // ECS lists the newest first; of those of one moment the order stays.
      events: told.slice(0, limit).toReversed(),
    };
  });
}
