import type { FoundProject } from './found-project.ts';

/** What was typed, for whatever reads a project from somewhere. Null and empty: it was not said. */
export interface SourceRequest {
  /** The folder that the command was typed in, and that paths are relative to; absolute. */
  readonly cwd: string;
  /** Files and folders that were named. */
  readonly paths: readonly string[];
  readonly project: string | null;
  readonly environment: string | null;
  readonly services: readonly string[];
  readonly account: string | null;
  readonly region: string | null;
  readonly role: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** Reads a project from somewhere. */
export type Source = (request: SourceRequest) => Promise<FoundProject>;
