import type { DeploymentEnd } from './history.ts';

/** A revision that is there already and that a target is to run. JSON; part of the plan that deploys it. */
export interface ChosenRevision {
  /** Family and number, such as `shop-api:12`. */
  readonly revision: string;
  /** Null when nothing says it. */
  readonly release: string | null;
  readonly commit: string | null;
  /** When it was deployed last: ISO 8601, UTC; null when nothing says it. */
  readonly deployedAt: string | null;
  /** Milliseconds from then to the plan. */
  readonly age: number | null;
  /** How that deployment ended; null when it is not known. */
  readonly end: DeploymentEnd | null;
  /** References of its images that their registry has no longer. */
  readonly missing: readonly string[];
  /** Names of its images, by tag, that stand for another image now than the one that ran. */
  readonly moved: readonly string[];
}
