import type { TargetId } from '../model/environment.ts';
import type { Outcome } from '../model/outcome.ts';
import type { StepReport } from './report.ts';

/**
 * How a target ended, from the steps it needs, shared ones included.
 *
 * A target whose own steps never began because a shared step failed is `skipped`; the failed step is named. A target
 * that has no step of its own (only images) fails with its image.
 */
export function targetOutcome(
  target: TargetId,
  steps: readonly StepReport[],
): { readonly outcome: Outcome; readonly failed: StepReport | null } {
  if (steps.length === 0) return { outcome: 'unchanged', failed: null };
  const own = steps.filter((step) => step.subject.type === 'service' && step.subject.name === target);
  const failedOwn = own.find((step) => step.state === 'failed');
  if (failedOwn !== undefined) return { outcome: failedOwn.outcome ?? 'failed', failed: failedOwn };
  const failed = steps.find((step) => step.state === 'failed') ?? null;
  if (failed !== null) {
    if (failed.outcome === 'cancelled') return { outcome: 'cancelled', failed };
    return { outcome: own.length === 0 ? (failed.outcome ?? 'failed') : 'skipped', failed };
  }
  return { outcome: steps.every((step) => step.state === 'succeeded') ? 'succeeded' : 'cancelled', failed: null };
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
  'succeeded',
  'unchanged',
] as const satisfies readonly Exclude<Outcome, 'skipped'>[];

/** The outcome of a run: that of its worst target. A skipped target means that a step failed, so it counts as `failed`. */
export function runOutcome(targets: readonly Outcome[], steps: readonly StepReport[] = []): Outcome {
  const all = new Set<Outcome>(targets.map((outcome) => (outcome === 'skipped' ? 'failed' : outcome)));
  for (const step of steps) {
    if (step.state === 'failed' && step.subject.type !== 'service') {
      all.add(step.outcome === 'cancelled' ? 'cancelled' : 'failed');
    }
  }
  return worstFirst.find((outcome) => all.has(outcome)) ?? 'unchanged';
}
