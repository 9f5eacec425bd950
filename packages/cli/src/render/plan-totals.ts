import type { Plan } from '@funade/core';
import { isOfService } from './plan-parts.ts';
import { changeKind } from './render-change.ts';

/** How much a plan does. */
export interface PlanTotals {
  /** Targets that something is done for. */
  readonly targets: number;
  /** Targets with nothing to do. */
  readonly idle: number;
  readonly steps: number;
  /** Differences of services and their task definitions; one that several targets share counts once. */
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly warnings: number;
}

export function planTotals({ steps, targets, warnings }: Plan): PlanTotals {
  const idle = targets.filter((target) => target.steps.length === 0).length;
  const counts = { added: 0, changed: 0, removed: 0, kept: 0 };
  for (const step of steps) {
    if (isOfService(step)) for (const change of step.changes) counts[changeKind(change)] += 1;
  }
  const { added, changed, removed } = counts;
  return {
    targets: targets.length - idle,
    idle,
    steps: steps.length,
    added,
    changed,
    removed,
    warnings: warnings.length,
  };
}
