import type { Plan } from '../model/plan.ts';
import type { Plugin } from '../model/plugin.ts';
import type { TurnContext } from '../model/turn.ts';
import { type CreatePlanRequest, createPlan } from './create-plan.ts';
import { type Awaited, waitForTurns } from './wait-for-turns.ts';

/**
 * Makes the plan once nothing is in progress that a target has to wait for: what is shown and confirmed is then what is done.
 * Reads only. Throws what `createPlan` throws, and what plugins throw when a turn does not come.
 */
export async function planInTurn(
  request: CreatePlanRequest,
  plugins: readonly Plugin[],
  context: TurnContext,
): Promise<Plan> {
  const awaited: Awaited = new Set();
  for (;;) {
    const plan = await createPlan(request, plugins, context);
    if (!(await waitForTurns(plan.waitsFor ?? [], { request, plugins, awaited }, context))) return plan;
  }
}
