import type { StandingRequest } from './operation.ts';
import type { Secret } from './secret.ts';

/** A command that is to be run inside a task of the one target of the request. JSON. */
export interface ExecRequest<Options = unknown> extends StandingRequest<Options> {
  /** The beginning of a task's id; null: any that fits. */
  readonly task: string | null;
  /** Null: the only one, else the one that gets the image of the release. */
  readonly container: string | null;
  /** The command line, its words quoted as a shell wants it. */
  readonly command: string;
}

/** A session that is open, and what the Session Manager plugin, which speaks its protocol, is started with. */
export interface ExecSession {
  /** Full id. */
  readonly task: string;
  readonly container: string;
  readonly args: readonly string[];
  /** Variables that it gets beside those of the environment; what is secret is handed over nowhere else. */
  readonly env: Readonly<Record<string, Secret | string>>;
}
