import type { Artifact } from './artifact.ts';
import type { TargetId } from './environment.ts';
import type { Plan } from './plan.ts';
import type { PlannedRequest } from './planned-request.ts';
import type { PluginRequest } from './plugin.ts';

/** One thing that a plan refers to, and whether it is there and fits. */
export interface Check {
  readonly target: TargetId;
  /** For programs: `role`, `secret`, `log-group`, … */
  readonly kind: string;
  /** For people: `execution role shop-execution`. */
  readonly what: string;
  /**
   * `warning`: a deploy succeeds, and something else will not. `not-permitted`: nothing can be said, because looking at it is not
   * allowed.
   */
  readonly result: 'ok' | 'warning' | 'failed' | 'not-permitted';
  /** Why it failed, what would have to be allowed to look, or what is worth knowing; null when there is nothing to say. */
  readonly reason: string | null;
}

/** What a plugin proves the references of. */
export interface VerifyInput<Options = unknown> {
  readonly request: PluginRequest<Options>;
  /** The plan of the request's targets. */
  readonly plan: Plan;
  /** The calls that the plan will make, nothing in them hidden. */
  readonly requests: readonly PlannedRequest[];
  /** What the plugins handed each other while they planned. */
  readonly artifacts: readonly Artifact[];
}
