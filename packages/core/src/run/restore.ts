import type { Json } from '../model/json.ts';
import type { RunnablePlan } from '../model/plan.ts';
import type { PlannedStep, StepDefinition, StepId } from '../model/step.ts';
import type { Earlier } from './earlier.ts';
import { endsRun } from './rollback-targets.ts';

/** How a plan stands before its first step starts in this process. */
export interface Restored {
  /** What stands for steps that do not run again, in the plan's order. */
  readonly outputs: ReadonlyMap<StepId, Json>;
  /** Steps that failed for good, in the plan's order. */
  readonly failed: readonly PlannedStep[];
  /** These, and those that can never run because of them. */
  readonly never: ReadonlySet<StepId>;
  /** The one of them because of which every target is rolled back; null: there is none. */
  readonly ending: PlannedStep | null;
  /** With `ending`: what nobody knows whether it took effect, and what that needs. It runs to its end all the same. */
  readonly toTheEnd: ReadonlySet<StepId>;
}

/**
 * How a plan stands after earlier runs of it. An output stands for its step when it fits the step's definition, and of steps
 * that run in every process only when no step still to run needs it.
 */
export function restore(
  plan: RunnablePlan,
  definitions: ReadonlyMap<string, StepDefinition>,
  earlier: Earlier,
): Restored {
  const failed = plan.steps.filter(({ id }) => earlier.failed.has(id));
  const ending = failed.find((step) => endsRun(plan, step, earlier.failed.get(step.id)?.outcome ?? 'failed')) ?? null;
  const never = neededByAny(plan.steps, failed);
  const toTheEnd = ending === null ? new Set<StepId>() : changing(plan.steps, { earlier, never });
  const outputs = new Map<StepId, Json>();
  const needed = new Set<StepId>();
  for (const step of plan.steps.toReversed()) {
    if (never.has(step.id) || (ending !== null && !toTheEnd.has(step.id) && !earlier.done.has(step.id))) continue;
    const output = earlier.done.get(step.id);
    const definition = definitions.get(step.kind);
    const runs =
      output === undefined ||
      definition?.output.safeParse(output).success !== true ||
      (definition.everyProcess === true && needed.has(step.id));
    if (!runs) outputs.set(step.id, output);
    else for (const id of step.needs) needed.add(id);
  }
  return { outputs: new Map([...outputs].reverse()), failed, never, ending, toTheEnd };
}

/** These steps, and those that can never run because of them. */
function neededByAny(steps: readonly PlannedStep[], failed: readonly PlannedStep[]): ReadonlySet<StepId> {
  const never = new Set(failed.map(({ id }) => id));
  for (const { id, needs } of steps) if (needs.some((need) => never.has(need))) never.add(id);
  return never;
}

/** Steps that change something, that began and of which nobody heard the end, with everything that they need. */
function changing(
  steps: readonly PlannedStep[],
  { earlier, never }: { readonly earlier: Earlier; readonly never: ReadonlySet<StepId> },
): ReadonlySet<StepId> {
  const kept = new Set<StepId>();
  for (const { id, effect, needs } of steps.toReversed()) {
    if (never.has(id)) continue;
    if (kept.has(id) || (effect === 'changes' && earlier.begun.has(id)))
      for (const each of [id, ...needs]) kept.add(each);
  }
  return kept;
}
