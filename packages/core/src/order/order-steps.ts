import type { Step, StepId } from '../model/step.ts';
import { createHeap } from './heap.ts';

/**
 * The steps in an order in which they can run: each behind those it needs and comes after. Among those that could come
 * next the lowest rank does, then the one that stood first. Steps on a cycle are left out and returned apart.
 */
export function orderSteps(
  steps: readonly Step[],
  rankOf: (step: Step) => number,
): { readonly ordered: readonly Step[]; readonly cyclic: readonly Step[] } {
  const ranked = steps
    .map((step, index) => ({ step, index, rank: rankOf(step) }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ step }) => step);
  const positions = new Map(ranked.map((step, position) => [step.id, position]));
  const dependents = new Map<StepId, number[]>();
  const open = ranked.map((step, position) => {
    const before = new Set([...step.needs, ...step.after].filter((id) => positions.has(id)));
    for (const id of before) {
      const known = dependents.get(id);
      if (known === undefined) dependents.set(id, [position]);
      else known.push(position);
    }
    return before.size;
  });

  const heap = createHeap();
  open.forEach((count, position) => {
    if (count === 0) heap.push(position);
  });
  const ordered: Step[] = [];
  for (let position = heap.pop(); position !== undefined; position = heap.pop()) {
    const step = ranked[position];
    if (step === undefined) continue;
    ordered.push(step);
    for (const dependent of dependents.get(step.id) ?? []) {
      const left = (open[dependent] ?? 0) - 1;
      open[dependent] = left;
      if (left === 0) heap.push(dependent);
    }
  }
  return { ordered, cyclic: ranked.filter((_, position) => (open[position] ?? 0) > 0) };
}
