import { resourceKey, type World } from '@funade/core';
import { useEcsForLooks } from '../api/ecs-client.ts';
import { lookAtServiceDeployments, type ServiceDeploymentLook } from './look-at-service-deployments.ts';
import { lookAtServices, type ServiceLook } from './look-at-services.ts';
import { createRolloutPoller, type RolloutPoller } from './rollout-poller.ts';

const pollerKey = resourceKey<RolloutPoller<RolloutLook>>('ecs.rollout-poller');

/** What one look gave. */
export type RolloutLook = ServiceLook | ServiceDeploymentLook;

/** The environment's one poller. */
export async function useRolloutPoller(world: World): Promise<RolloutPoller<RolloutLook>> {
  const ecs = await useEcsForLooks(world);
  return world.resources.use(pollerKey.of(world.environment.name), () =>
    createRolloutPoller<RolloutLook>(world.clock, {
      services: lookAtServices(ecs),
      serviceDeployments: lookAtServiceDeployments(ecs),
    }),
  );
}
