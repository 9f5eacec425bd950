import type { SourceDocument } from '../text/source-document.ts';

/** An application of AWS Copilot as its folder describes it. */
export interface CopilotApplication {
  readonly name: string;
  /** The folder `copilot`, relative to where `init` was typed. */
  readonly folder: string;
  readonly workloads: readonly SourceDocument[];
  readonly environments: readonly SourceDocument[];
  readonly pipelines: readonly SourceDocument[];
  /** Files of addons, overrides and build specs. */
  readonly others: readonly string[];
}

/** What Copilot has made of an environment. */
export interface LiveEnvironment {
  readonly account: string;
  readonly region: string;
  /** Null: there is none with such a name. */
  readonly cluster: string | null;
  /** Names of the services of ECS by the workload. */
  readonly services: ReadonlyMap<string, string>;
}

/** What was found in AWS, by environment; or why nothing was looked up. */
export type CopilotLive =
  | { readonly looked: true; readonly environments: ReadonlyMap<string, LiveEnvironment> }
  | { readonly looked: false; readonly reason: string };
