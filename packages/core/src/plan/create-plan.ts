import { assemblePlan } from './assemble-plan.ts';
import { observeFacts } from './observe.ts';
import type { Plan } from './plan.ts';
import type { Plugin } from './plugin.ts';
import type { PlanRequest } from './request.ts';
import type { World } from './world.ts';

/** Observes the world and makes the plan. Reads only. Throws what `observeFacts` and `assemblePlan` throw. */
export async function createPlan(request: PlanRequest, plugins: readonly Plugin[], world: World): Promise<Plan> {
  const facts = await observeFacts(request, plugins, world);
  return assemblePlan(request, facts, { plugins, createdAt: new Date(world.clock.now()).toISOString() });
}
