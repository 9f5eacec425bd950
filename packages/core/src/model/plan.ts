import type { ChangedSince } from './changes.ts';
import type { ChosenRevision } from './chosen-revision.ts';
import type { Environment, TargetId } from './environment.ts';
import type { Json } from './json.ts';
import type { Lineage } from './lineage.ts';
import type { LookupCall } from './lookup.ts';
import type { Override } from './override.ts';
import type { FailurePolicy, Note, VersionChange, Warning } from './plan-fragment.ts';
import type { Allowances } from './plugin.ts';
import type { Release } from './release.ts';
import type { PlannedStep, StepId } from './step.ts';
import type { Waiting } from './turn.ts';

/** The format number of a saved plan; a file with another one is refused. */
export const planFormat = 2;

/** What each plugin observed, by plugin name. */
export type Facts = Readonly<Record<string, Json>>;

/** One target of a plan. */
export interface PlannedTarget {
  readonly id: TargetId;
  readonly service: string;
  /** What the target wrote for each plugin, rendered; what `observe` is called with again before the plan is applied. */
  readonly options: { readonly [plugin: string]: Json };
  /** Every step that must succeed for this target to be deployed, shared ones included, in the order they run. */
  readonly steps: readonly StepId[];
  readonly version: VersionChange | null;
  /** What becomes of it when it fails. */
  readonly onFailure: FailurePolicy;
}

/** What the one loop runs: a plan, or an operation on what is in progress. */
export interface RunnablePlan {
  /** Hash of everything else, `createdAt` apart: 64 hex digits. */
  readonly id: string;
  readonly environment: Environment;
  readonly targets: readonly PlannedTarget[];
  /** In an order in which they can run. */
  readonly steps: readonly PlannedStep[];
  /** What the command line set in the options of targets. Absent: nothing. */
  readonly overrides?: readonly Override[];
}

/** The steps for one environment and everything apply needs. Plain JSON: shown, saved, compared, replayed. */
export interface Plan extends RunnablePlan {
  readonly format: typeof planFormat;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly project: string;
  readonly release: Release;
  readonly allow: Allowances;
  /** Names of the plugins that made the plan, in the order they planned. */
  readonly plugins: readonly string[];
  /** What the options' templates looked up; what `observe` is asked for again before the plan is applied. Absent: nothing. */
  readonly lookups?: readonly LookupCall[];
  /** Why each target is deployed, or left out, where only those that have changed are. Absent: all of them are. */
  readonly changedSince?: ChangedSince;
  /** Where the release stood beside what targets ran, by target id. Absent: nobody asked, or could say. */
  readonly lineage?: Readonly<Record<TargetId, Lineage>>;
  /** The revisions that targets are to run, by target id. Absent: the release is deployed. */
  readonly revisions?: Readonly<Record<TargetId, ChosenRevision>>;
  /** Why other targets of the environment stay as they are that belong to what is rolled back, by target id. Absent: none does. */
  readonly kept?: Readonly<Record<TargetId, string>>;
  /** Until when rollouts are waited for, where that was typed. Absent: as the config says. */
  readonly until?: string;
  readonly facts: Facts;
  /** Targets for which something was in progress when the plan was made. Absent: none. */
  readonly waitsFor?: readonly Waiting[];
  /** What undoes the steps, in an order in which it can run. */
  readonly rollback: readonly PlannedStep[];
  readonly notes: readonly Note[];
  readonly warnings: readonly Warning[];
}
