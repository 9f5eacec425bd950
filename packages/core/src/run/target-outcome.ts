import type { TargetId } from '../model/environment.ts';
import type { Outcome } from '../model/outcome.ts';
import type { StepReport } from '../model/report.ts';

/**
 * How a target ended, from the steps it needs.
 *
 * A failed step of any kind fails every target that it belongs to. A target that only needs a failed step, which belongs to
 * others or to the environment, is `skipped`, and the failed step is named.
 */
export function targetOutcome(
  target: TargetId,
  steps: readonly StepReport[],
): { readonly outcome: Outcome; readonly failed: StepReport | null } {
  if (steps.length === 0) return { outcome: 'unchanged', failed: null };
  const failedOwn = steps.find((step) => step.state === 'failed' && step.targets.includes(target));
  if (failedOwn !== undefined) return { outcome: failedOwn.outcome ?? 'failed', failed: failedOwn };
  const failed = steps.find((step) => step.state === 'failed') ?? null;
  if (failed !== null) return { outcome: failed.outcome === 'cancelled' ? 'cancelled' : 'skipped', failed };
  const leaving = new Set(steps.filter(({ goesOn }) => goesOn !== undefined).map(({ id }) => id));
  const isDone = ({ state, because }: StepReport): boolean =>
    state === 'succeeded' || (state === 'skipped' && because !== null && leaving.has(because));
  if (!steps.every(isDone)) return { outcome: 'cancelled', failed: null };
  return { outcome: goingOnOf(target, steps) === null ? 'succeeded' : 'in-progress', failed: null };
}

/** What continues of a target by itself; null: nothing. */
export function goingOnOf(target: TargetId, steps: readonly StepReport[]): string | null {
  return steps.findLast(({ targets, goesOn }) => goesOn !== undefined && targets.includes(target))?.goesOn ?? null;
}

/** Worst first; the exit code follows from the first that is there. */
const worstFirst = [
  'failed',
  'rolled-back',
  'timed-out',
  'stopped',
  'superseded',
  'paused',
  'cancelled',
  'in-progress',
  'succeeded',
  'unchanged',
] as const satisfies readonly Exclude<Outcome, 'skipped'>[];

/** The outcome of a run: that of its worst target. A skipped target means that a step failed, so it counts as `failed`. */
export function runOutcome(targets: readonly Outcome[], steps: readonly StepReport[] = []): Outcome {
  const all = new Set<Outcome>(targets.map((outcome) => (outcome === 'skipped' ? 'failed' : outcome)));
  for (const step of steps) {
    if (step.state === 'failed' && step.targets.length === 0) {
      all.add(step.outcome === 'cancelled' ? 'cancelled' : 'failed');
    }
  }
  return worstFirst.find((outcome) => all.has(outcome)) ?? 'unchanged';
}
