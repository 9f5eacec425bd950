import type { PluginRequest, RunContext } from '@funade/core';
import { useEcs } from '../api/ecs-client.ts';
import type { EcsFacts } from '../model/facts.ts';
import type { EcsOptions } from '../options/options.ts';
import { observeDefinitions } from './observe-definitions.ts';
import { observeRevisions } from './observe-revisions.ts';
import { observeServices } from './observe-services.ts';

/**
 * Reads what the targets run: their services ten to a call, then what their revisions are made from.
 *
 * @throws `CLUSTER_NOT_FOUND`, `SERVICE_NOT_FOUND`, `TASK_DEFINITION_UNREADABLE`, `TASK_DEFINITION_INVALID`,
 * `REVISION_NOT_FOUND` and what AWS refuses.
 */
export async function observe(request: PluginRequest<EcsOptions>, context: RunContext): Promise<EcsFacts> {
  const ecs = await useEcs(context);
  const services = await observeServices(ecs, request.targets, context);
  const { revisions } = request;
  const definitions =
    revisions === undefined
      ? await observeDefinitions(ecs, { request, services }, context)
      : await observeRevisions(ecs, { revisions, services }, context);
  return { services: Object.fromEntries(services), ...definitions };
}
