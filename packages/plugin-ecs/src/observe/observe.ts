import type { LoadBalancer } from '@aws-sdk/client-ecs';
import type { PluginRequest, PluginTarget, RunContext, TargetId } from '@funade/core';
import { useEcs } from '../api/ecs-client.ts';
import type { EcsFacts, ServiceFacts } from '../model/facts.ts';
import { parseWaitUntil } from '../model/wait-until.ts';
import { jobsOf, withoutJobs } from '../options/jobs.ts';
import type { EcsOptions, EcsTargetOptions } from '../options/options.ts';
import { settingsOf } from '../options/settings-options.ts';
import { targetGroupsOf } from '../service/rollout-facts-of.ts';
import { observeDefinitions } from './observe-definitions.ts';
import { observeDeregistration } from './observe-deregistration.ts';
import { observeRevisions } from './observe-revisions.ts';
import { observeServices } from './observe-services.ts';

/**
 * Reads what the targets run: their services ten to a call, then what their revisions are made from.
 *
 * @throws `CLUSTER_NOT_FOUND`, `SERVICE_NOT_FOUND`, `TASK_DEFINITION_UNREADABLE`, `TASK_DEFINITION_INVALID`,
 * `REVISION_NOT_FOUND` and what AWS refuses.
 */
export async function observe(request: PluginRequest<EcsTargetOptions>, context: RunContext): Promise<EcsFacts> {
  // Before anything is read: what was typed may be wrong.
  if (request.until !== undefined) parseWaitUntil(request.until);
  const ecs = await useEcs(context);
  const { targets } = withoutJobs(request);
  const services = await observeServices(ecs, targets, context);
  const { revisions } = request;
  const [definitions, deregistration] = await Promise.all([
    revisions === undefined
      ? observeDefinitions(ecs, { request, services }, context)
      : observeRevisions(
          ecs,
          { revisions, services, jobs: new Set(jobsOf(request.targets).map(({ id }) => id)) },
          context,
        ),
    observeDeregistration(drained(targets, services), context),
  ]);
  return { services: Object.fromEntries(services), ...definitions, deregistration };
}

/** The target groups whose delay a wait includes: a wait that the config limits is not derived from anything. */
function drained(
  targets: readonly PluginTarget<EcsOptions>[],
  services: ReadonlyMap<TargetId, ServiceFacts | null>,
): readonly string[] {
  return targets.flatMap(({ id, options }) => {
    if (options.wait?.budget !== undefined) return [];
    const { loadBalancers: written } = settingsOf(options);
    if (Array.isArray(written)) return targetGroupsOf(written as readonly LoadBalancer[]);
    return services.get(id)?.targetGroups ?? [];
  });
}
