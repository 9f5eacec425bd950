import { refsIn } from '../model/ref.ts';
import type { Step } from '../model/step.ts';

export interface CheckOptions {
  /** Kinds that a plugin runs. Absent: any kind will do. */
  readonly kinds?: ReadonlySet<string>;
  /** Steps elsewhere whose outputs these may refer to: those of the way forward, for the way back. */
  readonly elsewhere?: ReadonlySet<string>;
}

/**
 * Why these steps can't run in this order, or null when they can: ids are unique, every step stands behind the steps it
 * needs, comes after and refers to, and its kind is known.
 */
export function checkSteps(steps: readonly Step[], { kinds, elsewhere }: CheckOptions = {}): string | null {
  const all = new Set(steps.map((step) => step.id as string));
  const earlier = new Set<string>();
  for (const step of steps) {
    if (earlier.has(step.id)) return `step ${step.id} is there twice`;
    if (kinds?.has(step.kind) === false) return `step ${step.id} is of kind ${step.kind}, which no plugin runs`;
    for (const [word, ids] of [
      ['needs', step.needs],
      ['comes after', step.after],
      ['refers to', referredTo(step).filter((id) => all.has(id) || elsewhere?.has(id) !== true)],
    ] as const) {
      for (const id of ids) {
        if (!all.has(id)) return `step ${step.id} ${word} ${id}, which is not in the plan`;
        if (!earlier.has(id)) return `step ${step.id} ${word} ${id}, which does not come before it`;
      }
    }
    earlier.add(step.id);
  }
  return null;
}

function referredTo(step: Step): readonly string[] {
  return refsIn(step.input).map((ref) => ref.$ref[0]);
}
