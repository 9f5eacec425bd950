import type { PluginRequest, World } from '@funade/core';
import { useEcs } from './ecs-client.ts';
import type { EcsFacts } from './facts.ts';
import { observeServices } from './observe-services.ts';
import { observeTaskDefinition } from './observe-task-definition.ts';
import type { EcsOptions } from './options.ts';
import { settleAll } from './settle-all.ts';

/**
 * Reads what the targets run: their services ten to a call, then each task definition once.
 *
 * @throws `CLUSTER_NOT_FOUND`, `SERVICE_NOT_FOUND` and what AWS refuses.
 */
export async function observe(request: PluginRequest<EcsOptions>, world: World): Promise<EcsFacts> {
  const ecs = await useEcs(world);
  const services = await observeServices(ecs, request.targets, world);
  const arns = new Set(
    [...services.values()].flatMap(({ controller, taskDefinition }) =>
      controller === 'ECS' && taskDefinition !== null ? [taskDefinition] : [],
    ),
  );
  const taskDefinitions = await settleAll(
    [...arns].map(async (arn) => [arn, await observeTaskDefinition(ecs, arn, world)] as const),
  );
  return { services: Object.fromEntries(services), taskDefinitions: Object.fromEntries(taskDefinitions) };
}
