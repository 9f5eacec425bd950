import type { TargetId } from '../model/environment.ts';
import type { Plan } from '../model/plan.ts';
import type { Report } from '../model/report.ts';
import { openOutcomes } from './earlier.ts';
import type { PastRun } from './past-run.ts';
import { reduceReport } from './report.ts';
import { failedForAll, targetsToRollBack } from './rollback-targets.ts';
import { withRollback } from './with-rollback.ts';

/** How a run of the past stands. */
export interface RunState {
  /** As far as it got; with its rollback, where it was rolled back. */
  readonly report: Report;
  /** Targets of which it has not seen the end. Empty: it has ended. */
  readonly open: readonly TargetId[];
}

/** How a run of the past stands by its own events. */
export function runState({ plan, events, rollback }: PastRun): RunState {
  const report = reduceReport(plan, events);
  const took = new Set(plan.targets.filter(({ steps }) => steps.length > 0).map(({ id }) => id));
  const unseen = report.targets
    .filter(({ id, outcome }) => took.has(id) && openOutcomes.has(outcome))
    .map(({ id }) => id);
  if (!isPlan(plan)) return { report, open: unseen };
  const together = failedForAll(plan, report) !== null;
  // What is rolled back together ends with that; until the run has said that it is over, something may still be under way.
  const open = together && report.endedAt !== null ? [] : unseen;
  const back = targetsToRollBack(plan, report);
  if (back.length === 0) return { report, open };
  if (rollback === null) return { report, open: union(open, back) };
  const ended = reduceReport(rollback.plan, rollback.events);
  const left = ended.targets.filter(({ outcome }) => openOutcomes.has(outcome)).map(({ id }) => id);
  return { report: left.length > 0 ? report : withRollback(plan, report, ended), open: union(open, left) };
}

/** The targets that a run changed, or may have changed: no older run is to act on them any more. */
export function changedTargets({ plan, events, rollback }: PastRun): ReadonlySet<TargetId> {
  const parts = rollback === null ? [{ plan, events }] : [{ plan, events }, rollback];
  return new Set(
    parts.flatMap((part) => {
      const begun = new Set(part.events.flatMap((event) => (event.type === 'step-started' ? [event.step] : [])));
      return part.plan.steps
        .filter(({ id, effect }) => effect === 'changes' && begun.has(id))
        .flatMap(({ targets }) => targets);
    }),
  );
}

function isPlan(plan: PastRun['plan']): plan is Plan {
  return 'rollback' in plan;
}

function union(one: readonly TargetId[], other: readonly TargetId[]): readonly TargetId[] {
  return [...new Set([...one, ...other])];
}
