import type { TargetId } from '../model/environment.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Plan, RunnablePlan } from '../model/plan.ts';
import type { StepId } from '../model/step.ts';
import type { Report } from './report.ts';

/** Outcomes that count as a failure for the whole run; what somebody else did to a target does not. */
const failures: ReadonlySet<Outcome> = new Set<Outcome>(['failed', 'rolled-back']);

/** Outcomes of targets that may run the new version, or be about to. */
const forward: ReadonlySet<Outcome> = new Set<Outcome>(['succeeded', 'failed', 'cancelled', 'timed-out', 'paused']);

/** Whether a step that ended so takes every target of the run back. */
export function takesAllBack(
  { targets, rollbackAll = [] }: RunnablePlan,
  { step, outcome }: { readonly step: StepId; readonly outcome: Outcome },
): boolean {
  if (!failures.has(outcome) || rollbackAll.length === 0) return false;
  return targets.some(({ id, steps }) => rollbackAll.includes(id) && steps.includes(step));
}

/** The target because of whose failure every other is taken back; null when there is none. */
export function failedForAll({ rollbackAll = [] }: RunnablePlan, { targets }: Report): TargetId | null {
  return targets.find(({ id, outcome }) => rollbackAll.includes(id) && failures.has(outcome))?.id ?? null;
}

/**
 * The targets that are to be taken back after a run: those that it changed and that have not gone back already. Changed is
 * a target one of whose steps succeeded that the way back undoes; the two have the same id.
 */
export function targetsToTakeBack(plan: Plan, report: Report): readonly TargetId[] {
  if (failedForAll(plan, report) === null) return [];
  const undone = new Set(plan.rollback.map(({ id }) => id));
  const changed = new Set<string>(
    report.steps.filter(({ id, state }) => state === 'succeeded' && undone.has(id)).map(({ subject }) => subject.name),
  );
  return report.targets.filter(({ id, outcome }) => changed.has(id) && forward.has(outcome)).map(({ id }) => id);
}
