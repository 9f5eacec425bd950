import type { RunEvent } from './event.ts';
import type { RunnablePlan } from './plan.ts';
import type { Report } from './report.ts';

/** Which run a run belongs to. */
export interface RunPart {
  /** Id of the run that this one takes up. Absent: it is a new one. */
  readonly resumes?: string;
  /** Id of the run that this one rolls back. Absent: it rolls none back. */
  readonly rollsBack?: string;
}

/** A run that begins. */
export interface ReportedRun extends RunPart {
  readonly id: string;
  readonly plan: RunnablePlan;
}

/**
 * Shows or hands on what happens in a run. The list on a terminal, the lines in a CI, JSON lines and the journal are
 * reporters, and a plugin may bring its own.
 *
 * `start`, any number of `event` and `end` are called in this order for each pass over a plan: one for the plan itself, and
 * one more where targets are rolled back afterwards. Then `report` is called once. A command that finds nothing to do calls
 * `report` alone. Everything that is handed over is JSON, is without the secrets that are in use, and must not be changed.
 *
 * A hook that throws or rejects does not break the run: its reporter hears nothing more, and a warning names it.
 */
export interface Reporter {
  /** What a warning calls it: the plugin's name, `journal`. */
  readonly name: string;
  /** Before the first event. No step has started. */
  start?(run: ReportedRun): void;
  /** At once after it happened, in order; the next thing happens when this has returned, so it returns fast. */
  event?(event: RunEvent): void;
  /** After the last event: no step runs any more. Waited for before anything else is shown. */
  end?(): void | Promise<void>;
  /** How all of it ended, with the rollback, if there was one. Waited for before the command ends, so it limits its own time. */
  report?(report: Report): void | Promise<void>;
}
