import type { TargetId } from './environment.ts';
import type { StandingRequest } from './operation.ts';

/** What a plugin is asked about the logs of targets. JSON. */
export interface LogsRequest<Options = unknown> extends StandingRequest<Options> {
  /** Only of containers of this name; null: of all. */
  readonly container: string | null;
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** A filter pattern of the place that keeps the logs; null: everything. */
  readonly filter: string | null;
  /** Whether lines are told as they come, until the context's signal aborts. */
  readonly follow: boolean;
}

/** One line of a container. JSON. */
export interface LogLine {
  readonly target: TargetId;
  readonly service: string;
  /** Id of the task; null when the place that keeps the log does not say it. */
  readonly task: string | null;
  readonly container: string;
  /** ISO 8601, UTC, with milliseconds. */
  readonly at: string;
  /** As the container wrote it. */
  readonly message: string;
}

/** Who hears what is found. */
export interface LogListener {
  /** Lines in the order of their times; in what follows later, one that came late may be older. */
  lines(lines: readonly LogLine[]): void;
  /** What cannot be read, and why; each once. */
  note(target: TargetId, text: string): void;
}
