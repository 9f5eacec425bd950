import type { ErrorInfo } from './error.ts';
import type { StandingRequest } from './operation.ts';

/** A task that a person runs by hand, of the one target of the request. JSON. */
export interface HandRunRequest<Options = unknown> extends StandingRequest<Options> {
  /** One of the tasks of the config; null: what is written here alone. */
  readonly task: string | null;
  /** The words of the command; null: that of the task, else that of the task definition. */
  readonly command: readonly string[] | null;
  /** Number of a revision, or family and number; null: the one that runs. */
  readonly revision: string | null;
  /** The release whose revision is run; null: what runs. */
  readonly release: string | null;
  /** How many tasks. */
  readonly count: number;
  /** Start them, and no more. */
  readonly detach: boolean;
}

/** Hears a task that is run by hand. */
export interface HandRunListener {
  /** How a task stands, in a few words; null: it is about all of them. */
  progress(task: string | null, message: string): void;
  /** A line that a task wrote, as it may be shown. */
  line(task: string, text: string): void;
  /** Something a person must know. */
  warn(message: string): void;
}

/** One task that was run by hand. JSON. */
export interface HandRunTask {
  readonly id: string;
  /** `started`: nobody waited for its end. */
  readonly state: 'started' | 'succeeded' | 'failed';
  /** Of the container that counts; null: there is none. */
  readonly exitCode: number | null;
  /** Why it failed; null: it did not. */
  readonly error: ErrorInfo | null;
}

/** What was run by hand. JSON. */
export interface HandRun {
  /** Family and number. */
  readonly revision: string;
  readonly tasks: readonly HandRunTask[];
}
