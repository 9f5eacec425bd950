import type { Allowances } from '@funade/core';

export const reporterNames = ['auto', 'list', 'lines', 'json'] as const;
export type ReporterName = (typeof reporterNames)[number];

/** What every command that shows something knows. */
export interface CommonOptions {
  readonly color: boolean;
  /** Print the result as JSON. */
  readonly json: boolean;
  /** What is said of the calls that are made: that they are, or also what is sent. Null: nothing. */
  readonly trace: 'calls' | 'bodies' | null;
}

/** What a plan is made from. */
export interface PlanOptions extends CommonOptions {
  readonly environment: string;
  /** Path as typed; null means that it is looked for. */
  readonly config: string | null;
  readonly tag: string | null;
  /** Empty means all that the ref deploys. */
  readonly services: readonly string[];
  /** Settings with values, as typed. */
  readonly overrides: readonly string[];
  /** Only services that have changed since this ref; null: all. */
  readonly changedSince: string | null;
  readonly allow: Allowances;
}

/** How a plan is run. */
export interface RunOptions extends CommonOptions {
  readonly reporter: ReporterName;
  /** Null means the engine's default. */
  readonly concurrency: number | null;
  readonly yes: boolean;
  /** Show nothing but how it ended. */
  readonly quiet: boolean;
}

/** How far rollouts are waited for. */
export interface WaitOptions {
  /** As typed; null: as the config says. */
  readonly until: string | null;
}

/** Whose deployments are looked at or acted on: no release takes part. */
export interface StandingOptions extends CommonOptions {
  readonly environment: string;
  /** Path as typed; null means that it is looked for. */
  readonly config: string | null;
  /** Empty means all of the environment. */
  readonly services: readonly string[];
}
