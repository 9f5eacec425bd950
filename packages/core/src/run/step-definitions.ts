import type { RunnablePlan } from '../model/plan.ts';
import type { Plugin } from '../model/plugin.ts';
import type { StepDefinition } from '../model/step.ts';
import { checkSteps } from '../plan/check-steps.ts';
import { brokenPlan } from '../plan/errors.ts';
import { definitionsByKind } from '../plan/planned-step.ts';
import { unknownStepKinds } from './errors.ts';

/**
 * The definitions at hand by kind, once it is sure that the plan can run with them.
 * Throws `UNKNOWN_STEP_KIND` and `PLAN_BROKEN`.
 */
export function definitionsOf(plan: RunnablePlan, plugins: readonly Plugin[]): ReadonlyMap<string, StepDefinition> {
  const definitions = definitionsByKind(plugins);
  const unknown = new Set(plan.steps.map((step) => step.kind).filter((kind) => !definitions.has(kind)));
  if (unknown.size > 0) throw unknownStepKinds([...unknown]);
  const fault = checkSteps(plan.steps);
  if (fault !== null) {
    const kind = plan.steps.find(({ id }) => id === fault.step)?.kind;
    const owners = plugins.filter(({ steps }) => steps.some((step) => step.kind === kind));
    throw brokenPlan(
      owners.map(({ name }) => name),
      fault.reason,
    );
  }
  return definitions;
}

/** How many steps of a kind may run at once, of the kinds that say so. */
export function limitsOf(definitions: ReadonlyMap<string, StepDefinition>): ReadonlyMap<string, number> {
  return new Map(
    [...definitions].flatMap(([kind, { maxConcurrent }]) =>
      maxConcurrent === undefined ? [] : [[kind, maxConcurrent]],
    ),
  );
}

/** The kinds whose steps only watch. */
export function watchersOf(definitions: ReadonlyMap<string, StepDefinition>): ReadonlySet<string> {
  return new Set([...definitions].flatMap(([kind, { waits }]) => (waits === true ? [kind] : [])));
}
