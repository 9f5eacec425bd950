import type { RunEvent } from '../model/event.ts';
import type { RunnablePlan } from '../model/plan.ts';
import { type Report, type RunWarning, reportSchema, type StepReport, type TargetReport } from '../model/report.ts';
import type { PlannedStep, StepId } from '../model/step.ts';
import { shownOverride } from '../plan/override-notes.ts';
import { goingOnOf, runOutcome, targetOutcome } from './target-outcome.ts';

/** Folds events one by one; `report` may be asked at any time. */
export interface ReportFold {
  add(event: RunEvent): void;
  /** How one step stands now. */
  step(id: StepId): StepReport | undefined;
  report(): Report;
}

/** The report of a run: its plan and its events, folded. */
export function reduceReport(plan: RunnablePlan, events: Iterable<RunEvent>): Report {
  const fold = startReport(plan);
  for (const event of events) fold.add(event);
  return fold.report();
}

/** More warnings than this are read by nobody. */
const mostWarnings = 1000;
const moreWarnings = 'and more warnings, which are left out';

/** A report that grows with its events, each in constant time. */
export function startReport(plan: RunnablePlan): ReportFold {
  const steps = new Map<StepId, StepReport>(plan.steps.map((step) => [step.id, notStarted(step)]));
  const warnings: RunWarning[] = [];
  let run: { readonly id: string; readonly at: number; readonly part: { readonly resumes?: string } } | null = null;
  let endedAt: number | null = null;
  let signal: string | null = null;

  const change = (id: StepId, changes: Partial<StepReport>): void => {
    const step = steps.get(id);
    if (step !== undefined) steps.set(id, { ...step, ...changes });
  };

  return {
    add(event) {
      switch (event.type) {
        case 'run-started':
          run = {
            id: event.run,
            at: event.at,
            part: event.resumes === undefined ? {} : { resumes: event.resumes },
          };
          // The events of a run may be followed by those of one that takes it up.
          signal = null;
          endedAt = null;
          break;
        case 'step-started':
          change(event.step, { ...nothing, state: 'running', startedAt: event.at });
          break;
        case 'step-progress':
          change(event.step, { progress: event.message });
          break;
        case 'step-output':
          break;
        case 'step-warned':
          if (warnings.length < mostWarnings) warnings.push({ step: event.step, message: event.message });
          else if (warnings.length === mostWarnings) warnings.push({ step: event.step, message: moreWarnings });
          break;
        case 'run-warned':
          warnings.push({ step: null, message: event.message });
          break;
        case 'step-succeeded':
          change(event.step, {
            state: 'succeeded',
            endedAt: event.at,
            ...(event.goesOn === undefined ? {} : { goesOn: event.goesOn }),
          });
          break;
        case 'step-failed':
          change(event.step, { state: 'failed', endedAt: event.at, error: event.error, outcome: event.outcome });
          break;
        case 'step-skipped':
          change(event.step, { state: 'skipped', because: event.because });
          break;
        case 'run-interrupted':
          signal = event.signal;
          break;
        case 'run-finished':
          endedAt = event.at;
          break;
        default:
          event satisfies never;
      }
    },
    step: (id) => steps.get(id),
    report() {
      const targets = plan.targets.map((target): TargetReport => {
        const own = target.steps.flatMap((id) => steps.get(id) ?? []);
        const { outcome, failed } = targetOutcome(target.id, own);
        const goesOn = outcome === 'in-progress' ? goingOnOf(target.id, own) : null;
        return {
          id: target.id,
          service: target.service,
          outcome,
          failedStep: failed?.id ?? null,
          error: failed?.error ?? null,
          version: target.version,
          durationMs: duration(own),
          ...(goesOn === null ? {} : { goesOn }),
        };
      });
      return {
        schema: reportSchema,
        run: run?.id ?? '',
        ...run?.part,
        plan: plan.id,
        environment: plan.environment.name,
        outcome: runOutcome(
          targets.map((target) => target.outcome),
          [...steps.values()],
        ),
        interrupted: signal,
        startedAt: run?.at ?? null,
        endedAt,
        targets,
        steps: [...steps.values()],
        warnings,
        ...(plan.overrides === undefined ? {} : { overrides: plan.overrides.map(shownOverride) }),
      };
    },
  };
}

const nothing = { startedAt: null, endedAt: null, progress: null, error: null, outcome: null, because: null };

function notStarted({ id, kind, phase, targets, label, title, effect }: PlannedStep): StepReport {
  return { id, kind, phase, targets, label, title, effect, state: 'waiting', ...nothing };
}

function duration(steps: readonly StepReport[]): number | null {
  const starts = steps.flatMap((step) => step.startedAt ?? []);
  const ends = steps.flatMap((step) => (step.startedAt === null ? [] : (step.endedAt ?? [])));
  return starts.length === 0 || ends.length === 0 ? null : Math.max(...ends) - Math.min(...starts);
}
