import { pathParts } from '../diff/change-path.ts';
import { type Json, sameJson } from '../model/json.ts';
import type { Override } from '../model/override.ts';
import { valueAt } from '../model/path-text.ts';
import type { Plan } from '../model/plan.ts';
import type { Plugin } from '../model/plugin.ts';
import { holdsTemplate } from '../templates/render-leaves.ts';
import { assemblePlan } from './assemble-plan.ts';
import { planTampered } from './errors.ts';
import { requestOf } from './request.ts';

/**
 * Makes a saved plan again from what it says it was made from, and refuses it when anything else comes out: its id proves
 * that a file was not cut off, not who wrote it. Touches nothing. Throws `PLAN_TAMPERED` (category `refused`).
 */
export function refuseTamperedPlan(plan: Plan, plugins: readonly Plugin[]): void {
  if ((plan.overrides ?? []).some((override) => !isIn(plan, override))) throw planTampered(['overrides']);
  const again = derive(plan, plugins);
  if (again.id === plan.id) return;
  throw planTampered(differences(plan, again));
}

/** Whether a target has what an override says; of a template only the target knows what became of it. */
function isIn({ targets }: Plan, { target, path, to }: Override): boolean {
  if (holdsTemplate(to)) return true;
  const value = valueAt(targets.find(({ id }) => id === target)?.options, pathParts(path));
  return value !== undefined && sameJson(value as Json, to);
}

function derive(plan: Plan, plugins: readonly Plugin[]): Plan {
  try {
    return assemblePlan(requestOf(plan), plan.facts, { plugins, createdAt: plan.createdAt });
  } catch (error) {
    throw planTampered([], error);
  }
}

/** The steps that come out otherwise, or the parts of the plan that do. */
function differences(plan: Plan, again: Plan): readonly string[] {
  const steps = (['steps', 'rollback'] as const).flatMap((part) => {
    const [written, derived] = [plan, again].map(
      (one) => new Map(one[part].map((step) => [step.id, step as unknown as Json])),
    );
    const ids = new Set([...(written?.keys() ?? []), ...(derived?.keys() ?? [])]);
    return [...ids].filter((id) => !sameJson(written?.get(id) ?? null, derived?.get(id) ?? null));
  });
  if (steps.length > 0) return steps;
  const keys = Object.keys({ ...plan, ...again }) as (keyof Plan)[];
  return keys.filter((key) => key !== 'id' && !sameJson((plan[key] ?? null) as Json, (again[key] ?? null) as Json));
}
