import { diffFacts } from './diff-facts.ts';
import { planStale } from './errors.ts';
import { observeFacts } from './observe.ts';
import type { Facts, Plan } from './plan.ts';
import type { Plugin } from './plugin.ts';
import { requestOf } from './request.ts';
import type { World } from './world.ts';

/**
 * Observes again what a saved plan was made from, and refuses it when anything of it has changed.
 * Throws `PLAN_STALE` (category `refused`) naming the paths that changed, and what `observeFacts` throws.
 */
export async function refuseStalePlan(plan: Plan, plugins: readonly Plugin[], world: World): Promise<void> {
  assertFresh(plan, await observeFacts(requestOf(plan), plugins, world));
}

/** Throws `PLAN_STALE` when these facts are not those of the plan. */
export function assertFresh(plan: Plan, facts: Facts): void {
  const changes = diffFacts(plan.facts, facts);
  if (changes.length > 0)
    throw planStale(
      plan.environment.name,
      changes.map(({ path }) => path),
    );
}
