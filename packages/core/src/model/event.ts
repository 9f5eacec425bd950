import type { ErrorInfo } from './error.ts';
import type { Json } from './json.ts';
import type { Outcome } from './outcome.ts';
import type { StepId } from './step.ts';

/** Name and version of the events; the version changes when an event or a field goes away or changes its meaning. */
export const eventsSchema = 'funade.events/1';

/**
 * One thing that happened in a run. JSON; `at` is in milliseconds since the epoch. `docs/events.md` says what each field
 * means, and in which order events come. Progress
 * list, CI lines, JSON lines, journal, report and exit code are folds of these.
 */
export type RunEvent =
  | {
      readonly type: 'run-started';
      readonly schema: typeof eventsSchema;
      readonly at: number;
      readonly run: string;
      readonly plan: string;
      readonly environment: string;
      /** Id of the run that this one takes up. Absent: it is a new one. */
      readonly resumes?: string;
      /** Id of the run that this one rolls back. Absent: it rolls none back. */
      readonly rollsBack?: string;
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
  | {
      readonly type: 'step-succeeded';
      readonly at: number;
      readonly step: StepId;
      readonly output: Json;
      /** What continues by itself and is not watched any more, for people; its targets are `in-progress`. Absent: nothing. */
      readonly goesOn?: string;
    }
  | {
      readonly type: 'step-failed';
      readonly at: number;
      readonly step: StepId;
      readonly error: ErrorInfo;
      readonly outcome: Outcome;
    }
  /** Never started: `because` names the step it needed, which failed or left what it waited for in progress; null when the run was cancelled. */
  | { readonly type: 'step-skipped'; readonly at: number; readonly step: StepId; readonly because: StepId | null }
  /** Something a person must know that is about no step, such as a reporter that failed. */
  | { readonly type: 'run-warned'; readonly at: number; readonly message: string }
  | { readonly type: 'run-interrupted'; readonly at: number; readonly signal: string }
  | { readonly type: 'run-finished'; readonly at: number };
