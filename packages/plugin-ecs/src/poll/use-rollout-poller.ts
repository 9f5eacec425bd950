import { type RunContext, resourceKey } from '@funade/core';
import { useEcsForLooks } from '../api/ecs-client.ts';
import { lookAtServiceDeployments, type ServiceDeploymentLook } from './look-at-service-deployments.ts';
import { lookAtServices, type ServiceLook } from './look-at-services.ts';
import { createRolloutPoller, type RolloutPoller } from './rollout-poller.ts';

const pollerKey = resourceKey<RolloutPoller<RolloutLook>>('ecs.rollout-poller');

/** What one look gave. */
export type RolloutLook = ServiceLook | ServiceDeploymentLook;

/** The environment's one poller. */
export async function useRolloutPoller(context: RunContext): Promise<RolloutPoller<RolloutLook>> {
  const ecs = await useEcsForLooks(context);
  return context.resources.use(pollerKey.of(context.environment.name), () =>
    createRolloutPoller<RolloutLook>(context.clock, {
      services: lookAtServices(ecs),
      serviceDeployments: lookAtServiceDeployments(ecs),
    }),
  );
}
