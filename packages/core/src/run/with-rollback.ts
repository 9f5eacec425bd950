import { type ErrorInfo, errorInfo } from '../model/error.ts';
import type { RunnablePlan } from '../model/plan.ts';
import type { Report, TargetReport } from '../model/report.ts';
import { notRolledBack, rolledBackWith } from './errors.ts';
import { failedForAll } from './rollback-targets.ts';
import { runOutcome } from './target-outcome.ts';

/**
 * The report of a run whose targets were rolled back: how each of them stands now. The report of the rollback itself is
 * its `rollback`.
 */
export function withRollback(plan: RunnablePlan, report: Report, back: Report): Report {
  const cause = failedForAll(plan, report);
  const ended = new Map(back.targets.map((target) => [target.id, target]));
  const targets = report.targets.map((target) => {
    const way = ended.get(target.id);
    return way === undefined
      ? target
      : { ...target, ...standing(target, { way, cause: cause ?? target.id }), durationMs: duration(target, way) };
  });
  return {
    ...report,
    outcome: runOutcome(
      targets.map(({ outcome }) => outcome),
      report.steps,
    ),
    interrupted: report.interrupted ?? back.interrupted,
    endedAt: back.endedAt,
    targets,
    warnings: [...report.warnings, ...back.warnings],
    rollback: back,
  };
}

function standing(
  target: TargetReport,
  { way, cause }: { readonly way: TargetReport; readonly cause: string },
): Pick<TargetReport, 'outcome' | 'failedStep' | 'error'> {
  if (way.outcome === 'succeeded' || way.outcome === 'unchanged') {
    // A target that failed by itself keeps its own reason.
    const own = target.outcome === 'failed' ? target : null;
    return { outcome: 'rolled-back', failedStep: own?.failedStep ?? null, error: own?.error ?? info(cause) };
  }
  const error = errorInfo(notRolledBack(cause, way.error));
  const lost = way.outcome === 'failed' || way.outcome === 'skipped' || way.outcome === 'rolled-back';
  return { outcome: lost ? 'failed' : way.outcome, failedStep: null, error };
}

function info(cause: string): ErrorInfo {
  return errorInfo(rolledBackWith(cause));
}

function duration(target: TargetReport, way: TargetReport): number | null {
  const both = [target.durationMs, way.durationMs].flatMap((ms) => ms ?? []);
  return both.length === 0 ? null : both.reduce((sum, ms) => sum + ms, 0);
}
