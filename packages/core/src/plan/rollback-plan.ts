import type { TargetId } from '../model/environment.ts';
import type { Json } from '../model/json.ts';
import type { Plan } from '../model/plan.ts';
import { type Ref, refsIn, resolveRefs } from '../model/ref.ts';
import type { PlannedStep, StepId } from '../model/step.ts';
import { sealPlan } from './assemble-plan.ts';
import { unknownTarget } from './errors.ts';
import { closures } from './link-steps.ts';

export interface RollbackOptions {
  /** Targets to roll back. */
  readonly targets: readonly TargetId[];
  /** What the steps returned that have succeeded, from `earlierSteps`: these are undone, and their outputs may be referred to. */
  readonly outputs: ReadonlyMap<StepId, Json>;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}

/**
 * The rollback of a plan as a plan of its own, for some of its targets; the same loop applies it.
 *
 * It undoes what has succeeded. What belongs to several targets is undone when all of them are rolled back.
 * Throws `PLAN_TARGET_UNKNOWN`.
 */
export function rollbackPlan(plan: Plan, { targets, outputs, createdAt }: RollbackOptions): Plan {
  const known = plan.targets.map((target) => target.id);
  const stranger = targets.find((id) => !known.includes(id));
  if (stranger !== undefined) throw unknownTarget(stranger, known);

  const possible = possibleSteps(plan.rollback, outputs);
  const undoing = possible.filter(
    (step) => step.undoes !== undefined && step.targets.every((id) => targets.includes(id)),
  );
  const closure = closures(possible);
  const kept = closure(undoing.map(({ id }) => id));
  const steps = possible.filter((step) => kept.has(step.id));
  const { id: _, createdAt: __, ...content } = plan;
  return sealPlan(
    {
      ...content,
      targets: plan.targets
        .filter((target) => targets.includes(target.id))
        .map((target) => {
          const own = closure(undoing.filter((step) => step.targets.includes(target.id)).map(({ id }) => id));
          return {
            ...target,
            steps: steps.map(({ id }) => id).filter((id) => own.has(id)),
            version: null,
            onFailure: 'leave',
          };
        }),
      steps: steps.map(({ undoes: ___, ...step }) => ({
        ...step,
        targets: step.targets.filter((id) => targets.includes(id)),
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

/** The steps that undo what has succeeded and whose references can be resolved, with those to the plan's steps resolved. */
function possibleSteps(steps: readonly PlannedStep[], outputs: ReadonlyMap<StepId, Json>): readonly PlannedStep[] {
  const own = new Set<string>(steps.map((step) => step.id));
  const possible = new Set<string>();
  const resolved: PlannedStep[] = [];
  for (const step of steps) {
    const refs = refsIn(step.input);
    const undoable = step.undoes === undefined || outputs.has(step.undoes);
    const found = refs.every(({ $ref: [from] }) => (own.has(from) ? possible.has(from) : outputs.has(from)));
    const standing = step.needs.every((id) => possible.has(id));
    if (!undoable || !found || !standing) continue;
    possible.add(step.id);
    resolved.push({
      ...step,
      input: resolveRefs(step.input, (ref) => (own.has(ref.$ref[0]) ? ref : outputOf(ref, outputs))),
    });
  }
  return resolved;
}

function outputOf({ $ref: [from, name] }: Ref, outputs: ReadonlyMap<StepId, Json>): Json {
  const output = outputs.get(from);
  return (output !== null && typeof output === 'object' ? (output as Record<string, Json>)[name] : null) ?? null;
}
