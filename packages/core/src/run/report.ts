import type { TargetId } from '../model/environment.ts';
import type { ErrorInfo } from '../model/error.ts';
import type { RunEvent } from '../model/event.ts';
import type { Outcome } from '../model/outcome.ts';
import type { RunnablePlan } from '../model/plan.ts';
import type { VersionChange } from '../model/plugin.ts';
import type { StepId, StepSubject } from '../model/step.ts';
import { runOutcome, targetOutcome } from './target-outcome.ts';

export type StepState = 'waiting' | 'running' | 'succeeded' | 'failed' | 'skipped';

/** How one step went. */
export interface StepReport {
  readonly id: StepId;
  readonly kind: string;
  readonly subject: StepSubject;
  readonly title: string;
  readonly state: StepState;
  /** Milliseconds since the epoch; null when it did not run in this process. */
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** What it last said about how far it is. */
  readonly progress: string | null;
  readonly error: ErrorInfo | null;
  /** How a failed step says its target ended. */
  readonly outcome: Outcome | null;
  /** The failed step because of which this one was skipped; null when it was not, or when the run was cancelled. */
  readonly because: StepId | null;
}

/** How one target ended. */
export interface TargetReport {
  readonly id: TargetId;
  readonly service: string;
  readonly outcome: Outcome;
  /** The step that decided the outcome, its own or a shared one; null when none failed. */
  readonly failedStep: StepId | null;
  readonly error: ErrorInfo | null;
  readonly version: VersionChange | null;
  /** First start to last end of its steps; null when none ran. */
  readonly durationMs: number | null;
}

export interface RunWarning {
  readonly step: StepId;
  readonly message: string;
}

/** All events of a run folded together. JSON. */
export interface Report {
  /** Id of the run; empty before it started. */
  readonly run: string;
  readonly plan: string;
  readonly environment: string;
  /** The worst of the targets, in the order that decides the exit code. */
  readonly outcome: Outcome;
  /** Name of the signal that interrupted the run. */
  readonly interrupted: string | null;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly targets: readonly TargetReport[];
  /** In the plan's order. */
  readonly steps: readonly StepReport[];
  readonly warnings: readonly RunWarning[];
  /** How its targets were taken back, where one that failed took all back. Absent: nobody was. */
  readonly wayBack?: Report;
}

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
  let run: { readonly id: string; readonly at: number } | null = null;
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
          run = { id: event.run, at: event.at };
          break;
        case 'step-started':
          change(event.step, { state: 'running', startedAt: event.at });
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
        case 'step-succeeded':
          change(event.step, { state: 'succeeded', endedAt: event.at });
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
        return {
          id: target.id,
          service: target.service,
          outcome,
          failedStep: failed?.id ?? null,
          error: failed?.error ?? null,
          version: target.version,
          durationMs: duration(own),
        };
      });
      return {
        run: run?.id ?? '',
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
      };
    },
  };
}

function notStarted({ id, kind, subject, title }: Pick<StepReport, 'id' | 'kind' | 'subject' | 'title'>): StepReport {
  const nothing = { startedAt: null, endedAt: null, progress: null, error: null, outcome: null, because: null };
  return { id, kind, subject, title, state: 'waiting', ...nothing };
}

function duration(steps: readonly StepReport[]): number | null {
  const starts = steps.flatMap((step) => step.startedAt ?? []);
  const ends = steps.flatMap((step) => (step.startedAt === null ? [] : (step.endedAt ?? [])));
  return starts.length === 0 || ends.length === 0 ? null : Math.max(...ends) - Math.min(...starts);
}
