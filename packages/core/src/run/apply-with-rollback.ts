import type { TargetId } from '../model/environment.ts';
import type { Json } from '../model/json.ts';
import type { Plan, RunnablePlan } from '../model/plan.ts';
import type { Report } from '../model/report.ts';
import type { RunContext } from '../model/run-context.ts';
import type { StepId } from '../model/step.ts';
import { rollbackPlan } from '../plan/rollback-plan.ts';
import { type ApplyOptions, applyPlan } from './apply-plan.ts';
import { type Earlier, earlierSteps } from './earlier.ts';
import type { PastRun } from './past-run.ts';
import { failedForAll, targetsToRollBack } from './rollback-targets.ts';
import { createRunId } from './run-id.ts';
import { withRollback } from './with-rollback.ts';

/** How a plan is run, with the rollback of what it has changed. */
export interface RunWhole extends Omit<ApplyOptions, 'runId' | 'earlier' | 'outputs' | 'part'> {
  /** The run that is taken up. Absent: it is a new one. */
  readonly resumed?: PastRun;
  /** Called before targets are rolled back, with the one that failed. */
  readonly onRollback?: (targets: readonly TargetId[], failed: string) => void;
}

/** How it ended. */
export interface RanWhole {
  readonly report: Report;
  /** The last pass: that of the plan, or of its rollback. */
  readonly last: Pass;
}

/** One pass of the loop over a plan. */
export interface Pass {
  readonly report: Report;
  /** What the steps returned that succeeded. */
  readonly outputs: ReadonlyMap<StepId, Json>;
}

/**
 * Runs a plan, and rolls back what it has changed where the failure policy of a target that failed says so: another pass of the
 * same loop. Throws as `applyPlan` does.
 */
export async function applyWithRollback(
  plan: Plan | RunnablePlan,
  context: RunContext,
  { resumed, onRollback, ...options }: RunWhole,
): Promise<RanWhole> {
  const part = resumed === undefined ? {} : { resumes: resumed.id };
  const pass = async (what: RunnablePlan, earlier: Earlier | null, more: ApplyOptions['part']): Promise<Pass> => {
    const outputs = new Map<StepId, Json>();
    const runId = createRunId(context.clock.now(), context.random);
    const before = earlier === null ? {} : { earlier };
    const report = await applyPlan(what, context, {
      ...options,
      ...before,
      runId,
      part: { ...part, ...more },
      outputs,
    });
    return { report, outputs };
  };
  const ran = await pass(plan, resumed === undefined ? null : earlierSteps(plan, resumed.events), {});
  if (!('rollback' in plan) || ran.report.interrupted !== null) return { report: ran.report, last: ran };
  const targets = targetsToRollBack(plan, ran.report);
  if (targets.length === 0) return { report: ran.report, last: ran };
  const createdAt = new Date(context.clock.now()).toISOString();
  const back = rollbackPlan(plan, { targets, outputs: ran.outputs, createdAt });
  onRollback?.(targets, failedForAll(plan, ran.report) ?? targets.join(', '));
  const begun = resumed?.rollback ?? null;
  // What was rolled back of less than this is not of this plan.
  const earlier = begun === null || begun.plan.id !== back.id ? null : earlierSteps(back, begun.events);
  const last = await pass(back, earlier, { rollsBack: resumed?.id ?? ran.report.run });
  return { report: withRollback(plan, ran.report, last.report), last };
}
