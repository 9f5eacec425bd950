import type { ErrorInfo } from './error.ts';
import type { Json } from './json.ts';
import type { Outcome } from './outcome.ts';
import type { StepId } from './step.ts';

/** One thing that happened in a run. Progress list, CI lines, JSON lines, journal, report and exit code are folds of these. */
export type RunEvent =
  | {
      readonly type: 'run-started';
      readonly at: number;
      readonly run: string;
      readonly plan: string;
      readonly environment: string;
    }
  | { readonly type: 'step-started'; readonly at: number; readonly step: StepId }
  | {
      readonly type: 'step-progress';
      readonly at: number;
      readonly step: StepId;
      readonly message: string;
      readonly data: Json;
    }
  | { readonly type: 'step-output'; readonly at: number; readonly step: StepId; readonly line: string }
  | { readonly type: 'step-warned'; readonly at: number; readonly step: StepId; readonly message: string }
  | { readonly type: 'step-succeeded'; readonly at: number; readonly step: StepId; readonly output: Json }
  | {
      readonly type: 'step-failed';
      readonly at: number;
      readonly step: StepId;
      readonly error: ErrorInfo;
      readonly outcome: Outcome;
    }
  /** Never started: `because` names the failed step it needed, or is null when the run was cancelled. */
  | { readonly type: 'step-skipped'; readonly at: number; readonly step: StepId; readonly because: StepId | null }
  | { readonly type: 'run-interrupted'; readonly at: number; readonly signal: string }
  | { readonly type: 'run-finished'; readonly at: number };
