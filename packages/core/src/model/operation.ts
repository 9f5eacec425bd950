import type { Environment, TargetId } from './environment.ts';
import type { Json } from './json.ts';
import type { Facts, RunnablePlan } from './plan.ts';
import type { Note, Warning } from './plan-fragment.ts';
import type { PluginTarget } from './plugin.ts';
import type { Step } from './step.ts';

/** What a plugin is asked about what stands in an environment: no release takes part. JSON. */
export interface StandingRequest<Options = unknown> {
  readonly project: string;
  readonly environment: Environment;
  /** Options as the schema returns them; a string whose template needs a release is still the template. */
  readonly targets: readonly PluginTarget<Options>[];
}

/**
 * What can be done with what is in progress: `watch` waits for its end, `continue` approves what a pause waits for,
 * `abort` rolls it back. `scale` changes how many tasks run, whatever is in progress.
 */
export type OperationName = 'watch' | 'continue' | 'abort' | 'scale';

/**
 * How many tasks a target is to run: so many; between so many, where something scales it; or whether that something may
 * scale it.
 */
export type ScaleWanted =
  | { readonly type: 'count'; readonly count: number }
  | { readonly type: 'range'; readonly min: number; readonly max: number }
  | { readonly type: 'suspension'; readonly suspended: boolean };

/** An operation on every target of the environment at once. JSON. */
export interface OperationRequest<Options = unknown> extends StandingRequest<Options> {
  readonly operation: OperationName;
  /**
   * What the steps of an earlier run returned that did not get to the end of its targets, by step id: what it started is
   * in progress even when it has ended meanwhile. Empty when there is no such run.
   */
  readonly started: Readonly<Record<string, Json>>;
  /**
   * Steps of that run that change what runs, that began, and of which it did not hear whether they took effect, by step id:
   * when they began (milliseconds since the epoch) and what with, references to earlier steps inside.
   */
  readonly begun: Readonly<Record<string, { readonly at: number; readonly input: Json }>>;
  /** Until when it is waited for, in the words of the plugin that rolls out. Absent: until the end. */
  readonly until?: string;
  /** How many tasks targets are to run. Only with `scale`, and then of every target. */
  readonly scale?: Readonly<Record<TargetId, ScaleWanted>>;
}

/** What one plugin adds to an operation. */
export interface OperationFragment {
  readonly steps: readonly Step[];
  readonly notes: readonly Note[];
  readonly warnings: readonly Warning[];
}

/** An operation as data: the same loop runs it, the same reporters show it, the same journal keeps it. JSON. */
export interface OperationPlan extends RunnablePlan {
  readonly operation: OperationName | 'prune';
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly project: string;
  readonly plugins: readonly string[];
  readonly facts: Facts;
  readonly notes: readonly Note[];
  readonly warnings: readonly Warning[];
}

/** A fragment that adds nothing; spread it and set what there is. */
export const emptyOperation: OperationFragment = { steps: [], notes: [], warnings: [] };
