import type { TargetId } from './environment.ts';
import type { ErrorInfo } from './error.ts';
import type { Outcome } from './outcome.ts';
import type { Override } from './override.ts';
import type { VersionChange } from './plan-fragment.ts';
import type { Phase, StepEffect, StepId } from './step.ts';

/** How far a step is. */
export type StepState = 'waiting' | 'running' | 'succeeded' | 'failed' | 'skipped';

/** How one step went. */
export interface StepReport {
  readonly id: StepId;
  readonly kind: string;
  readonly phase: Phase;
  readonly targets: readonly TargetId[];
  readonly label: string;
  readonly title: string;
  readonly effect: StepEffect;
  readonly state: StepState;
  /** Milliseconds since the epoch; null when it did not run in this process. */
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** Its last reported progress. */
  readonly progress: string | null;
  readonly error: ErrorInfo | null;
  /** How a failed step says its target ended. */
  readonly outcome: Outcome | null;
  /** The step because of which this one was skipped: it failed, or left what it waited for in progress; null when it was not skipped, or when the run was cancelled. */
  readonly because: StepId | null;
  /** What continues although the step has succeeded. Absent: nothing. */
  readonly goesOn?: string;
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
  /** What continues by itself, and how to see its end, where it is `in-progress`. Absent: nothing. */
  readonly goesOn?: string;
}

/** What a person must know although the run went on. */
export interface RunWarning {
  /** Null when it is about the run as a whole. */
  readonly step: StepId | null;
  readonly message: string;
}

/** Name and version of the report; the version changes when a field goes away or changes its meaning. */
export const reportSchema = 'funade.report/1';

/** All events of a run folded together. JSON; `docs/report-json.md` says what each field means. */
export interface Report {
  readonly schema: typeof reportSchema;
  /** Id of the run; empty before it started. */
  readonly run: string;
  /** Id of the run that this one took up. Absent: it was a new one. */
  readonly resumes?: string;
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
  /** What the command line set in the options of targets; what looks like a secret is masked. Absent: nothing. */
  readonly overrides?: readonly Override[];
  /** How targets were rolled back afterwards, by the failure policy of one that failed. Absent: none was. */
  readonly rollback?: Report;
}
