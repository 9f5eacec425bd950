import type { RunnablePlan } from '../model/plan.ts';
import type { Plugin } from '../model/plugin.ts';
import type { PlannedStep } from '../model/step.ts';
import type { Earlier } from './earlier.ts';
import { restore } from './restore.ts';
import { definitionsOf } from './step-definitions.ts';

/** The steps that run when a run of a plan is taken up, in the plan's order. Throws `UNKNOWN_STEP_KIND`. */
export function stepsLeft(plan: RunnablePlan, plugins: readonly Plugin[], earlier: Earlier): readonly PlannedStep[] {
  const { outputs, never, ending, toTheEnd } = restore(plan, definitionsOf(plan, plugins), earlier);
  return plan.steps.filter(({ id }) => !outputs.has(id) && !never.has(id) && (ending === null || toTheEnd.has(id)));
}
