import type { Facts, Plan } from '../model/plan.ts';
import type { Plugin } from '../model/plugin.ts';
import type { RunContext } from '../model/run-context.ts';
import { assemblePlan } from './assemble-plan.ts';
import { observeFacts } from './observe.ts';
import { readLineage } from './read-lineage.ts';
import type { PlanRequest } from './request.ts';

/** What to plan for, and what was observed before: to render the options of the targets. */
export interface CreatePlanRequest extends PlanRequest {
  /** By plugin name; these plugins are not asked again. Absent: nothing. */
  readonly known?: Facts;
}

/** Observes the world and makes the plan. Reads only. Throws what `observeFacts` and `assemblePlan` throw. */
export async function createPlan(
  { known = {}, ...request }: CreatePlanRequest,
  plugins: readonly Plugin[],
  context: RunContext,
): Promise<Plan> {
  const unknown = plugins.filter(({ name }) => !Object.hasOwn(known, name));
  const facts = { ...known, ...(await observeFacts(request, unknown, context)) };
  const lineage = await readLineage(request, facts, { plugins, context });
  const whole = Object.keys(lineage).length === 0 ? request : { ...request, lineage };
  return assemblePlan(whole, facts, { plugins, createdAt: new Date(context.clock.now()).toISOString() });
}
