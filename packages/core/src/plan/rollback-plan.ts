import type { TargetId } from '../model/environment.ts';
import type { Json } from '../model/json.ts';
import type { Plan } from '../model/plan.ts';
import { type Ref, refsIn, resolveRefs } from '../model/ref.ts';
import type { Step, StepId } from '../model/step.ts';
import { sealPlan } from './assemble-plan.ts';
import { unknownTarget } from './errors.ts';
import { closures } from './link-steps.ts';

export interface RollbackOptions {
  /** Targets to take back. */
  readonly targets: readonly TargetId[];
  /** What the steps of the way forward returned, from `doneSteps`; the way back may refer to it. */
  readonly outputs?: ReadonlyMap<StepId, Json>;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}

/**
 * The way back of a plan as a plan of its own, for some of its targets; the same loop applies it.
 *
 * A step that refers to an output of the way forward is left out when that step did not succeed: it has nothing to undo.
 * Throws `PLAN_TARGET_UNKNOWN`.
 */
export function rollbackPlan(plan: Plan, { targets, outputs = new Map(), createdAt }: RollbackOptions): Plan {
  const known = plan.targets.map((target) => target.id);
  const stranger = targets.find((id) => !known.includes(id));
  if (stranger !== undefined) throw unknownTarget(stranger, known);

  const possible = withOutputs(plan.rollback, outputs);
  const closure = closures(possible);
  const rootsOf = (target: TargetId): readonly StepId[] =>
    possible.filter(({ subject }) => subject.type === 'service' && subject.name === target).map(({ id }) => id);
  const kept = closure(targets.flatMap(rootsOf));
  const steps = possible.filter((step) => kept.has(step.id));
  const { id: _, createdAt: __, rollbackAll: ___, ...content } = plan;
  return sealPlan(
    {
      ...content,
      targets: plan.targets
        .filter((target) => targets.includes(target.id))
        .map((target) => {
          const own = closure(rootsOf(target.id));
          return { ...target, steps: steps.map(({ id }) => id).filter((id) => own.has(id)), version: null };
        }),
      steps: steps.map((step) => ({
        ...step,
        needs: step.needs.filter((id) => kept.has(id)),
        after: step.after.filter((id) => kept.has(id)),
      })),
      rollback: [],
      notes: [],
      warnings: [],
    },
    createdAt,
  );
}

/** The steps whose references can be resolved, with those to the way forward resolved. */
function withOutputs(steps: readonly Step[], outputs: ReadonlyMap<StepId, Json>): readonly Step[] {
  const own = new Set<string>(steps.map((step) => step.id));
  const possible = new Set<string>();
  const resolved: Step[] = [];
  for (const step of steps) {
    const refs = refsIn(step.input);
    const found = refs.every(({ $ref: [from] }) => (own.has(from) ? possible.has(from) : outputs.has(from as StepId)));
    if (!found) continue;
    possible.add(step.id);
    resolved.push({
      ...step,
      input: resolveRefs(step.input, (ref) => (own.has(ref.$ref[0]) ? ref : outputOf(ref, outputs))),
    });
  }
  return resolved;
}

function outputOf({ $ref: [from, name] }: Ref, outputs: ReadonlyMap<StepId, Json>): Json {
  const output = outputs.get(from as StepId);
  return (output !== null && typeof output === 'object' ? (output as Record<string, Json>)[name] : null) ?? null;
}
