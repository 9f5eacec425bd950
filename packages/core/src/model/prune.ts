import type { ZodType } from 'zod';
import type { Json } from './json.ts';
import type { OperationFragment, StandingRequest } from './operation.ts';
import type { RunContext } from './run-context.ts';

/** What is tidied up. */
export interface PruneOptions {
  /** How many of the newest of each kind stay in any case. */
  readonly keep: number;
  /** Whether old images go, too. */
  readonly images: boolean;
  /** Whether what was put aside by an earlier prune is deleted for good. */
  readonly deleteInactive: boolean;
}

/** What a plugin is asked to tidy up. JSON. */
export interface PruneRequest<Options = unknown> extends StandingRequest<Options>, PruneOptions {}

/** What one plugin tidies up. */
export interface PruneFragment extends OperationFragment {
  /** References of images that something that stays still names; null: the plugin runs nothing. */
  readonly keeps: readonly string[] | null;
}

/** How a plugin tidies up what is old: it reads, then plans. */
export interface PluginPruning<Options = unknown, Facts extends Json = Json> {
  /** It has images alone to tidy up. Absent: other things, too. */
  readonly imagesOnly?: true;
  /** Schema of what `observe` returns. */
  readonly facts: ZodType<Facts>;
  observe(request: PruneRequest<Options>, context: RunContext): Promise<NoInfer<Facts>>;
  /**
   * Touches nothing. `keeps`: what plugins behind this one still name, as what runs decides what it is made from; null: none of them
   * runs anything, so that nobody knows what is needed.
   */
  plan(request: PruneRequest<Options>, facts: Facts, keeps: readonly string[] | null): PruneFragment;
}

/** Types the pruning of a plugin from its schema. */
export function definePruning<Options, Facts extends Json>(
  pruning: PluginPruning<Options, Facts>,
): PluginPruning<Options> {
  return pruning as unknown as PluginPruning<Options>;
}
