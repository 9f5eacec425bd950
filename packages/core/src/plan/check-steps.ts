import type { TargetId } from '../model/environment.ts';
import { refsIn } from '../model/ref.ts';
import { isEarlier, type Step, type StepId } from '../model/step.ts';
import { shareTarget } from './link-steps.ts';

export interface CheckOptions {
  /** Kinds that a plugin runs. Absent: any kind will do. */
  readonly kinds?: ReadonlySet<string>;
  /** Targets of the plan. Absent: any target will do. */
  readonly targets?: ReadonlySet<TargetId>;
  /** Of a rollback, the steps that it undoes, and whose outputs it may refer to. Absent: nothing may be undone. */
  readonly undone?: ReadonlySet<StepId>;
  /** The steps are in no order yet. Absent: they are. */
  readonly unordered?: true;
}

/** What is wrong with a step. */
export interface StepFault {
  readonly step: StepId;
  /** `step acme.check needs acme.other, which is not in the plan`. */
  readonly reason: string;
}

/**
 * Why these steps cannot run in this order, or null when they can: ids are unique, every step stands behind the steps it
 * needs, comes after and refers to, none of which is of a later phase; its kind and its targets are known, and in a rollback
 * it says what it undoes.
 */
export function checkSteps(steps: readonly Step[], options: CheckOptions = {}): StepFault | null {
  const all = new Map(steps.map((step) => [step.id, step]));
  const earlier = new Set<StepId>();
  for (const step of steps) {
    const reason =
      (earlier.has(step.id) ? 'appears twice' : null) ??
      faultOfStep(step, options) ??
      faultOfOrder(step, { all, earlier, options });
    if (reason !== null) return { step: step.id, reason: `step ${step.id} ${reason}` };
    earlier.add(step.id);
  }
  return null;
}

function faultOfStep({ id, kind, phase, targets, undoes }: Step, options: CheckOptions): string | null {
  if (id === '') return 'has no id';
  if (options.kinds?.has(kind) === false) return `is of kind ${kind}, which no plugin runs`;
  const stranger = targets.find((target) => options.targets?.has(target) === false);
  if (stranger !== undefined) return `belongs to ${stranger}, which is not in the plan`;
  if (undoes !== undefined && options.undone === undefined) return `undoes ${undoes}, and is not in the rollback`;
  if (undoes !== undefined && options.undone?.has(undoes) === false) {
    return `undoes ${undoes}, which is not in the plan`;
  }
  if (undoes === undefined && options.undone !== undefined && phase !== 'session') {
    return 'is in the rollback, and does not say what it undoes';
  }
  return null;
}

interface Standing {
  readonly all: ReadonlyMap<StepId, Step>;
  readonly earlier: ReadonlySet<StepId>;
  readonly options: CheckOptions;
}

function faultOfOrder(step: Step, { all, earlier, options: { undone, unordered } }: Standing): string | null {
  const dependent = step.neededBy?.find((id) => !all.has(id));
  if (dependent !== undefined) return `is needed by ${dependent}, which is not in the plan`;
  const referred = refsIn(step.input).map((ref) => ref.$ref[0]);
  const named = [
    ['needs', step.needs],
    ['comes after', step.after],
    ['refers to', referred.filter((id) => all.has(id) || undone?.has(id) !== true)],
  ] as const;
  for (const [word, ids] of named) {
    for (const id of ids) {
      const other = all.get(id);
      if (other === undefined) return `${word} ${id}, which is not in the plan`;
      if (isEarlier(step.phase, other.phase) && shareTarget(step, other)) {
        return `of phase ${step.phase} ${word} ${id}, which is of the later phase ${other.phase}`;
      }
      if (unordered !== true && !earlier.has(id)) return `${word} ${id}, which does not come before it`;
    }
  }
  return null;
}
