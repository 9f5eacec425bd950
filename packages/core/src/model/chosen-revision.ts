import type { TargetId } from './environment.ts';
import type { DeploymentEnd } from './history.ts';

/** Something that makes it unsafe to deploy a revision that is there already: a warning of its plan. */
export interface RevisionDoubt {
  readonly code: string;
  readonly message: string;
}

/** A revision that is there already and that a target is to run. JSON; part of the plan that deploys it. */
export interface ChosenRevision {
  /** Family and number, such as `shop-api:12`. */
  readonly revision: string;
  /** Null when nothing says it. */
  readonly release: string | null;
  readonly commit: string | null;
  /** Id of its last deployment; null when nothing says it. */
  readonly deployment: string | null;
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
  /** What else makes it unsafe. */
  readonly doubts: readonly RevisionDoubt[];
  /** What for: to go back to what ran before, or to deploy what is there. */
  readonly intent: 'rollback' | 'deploy';
}

/** Whether a plan goes back to what ran before. */
export function isRollback({
  revisions = {},
}: {
  readonly revisions?: Readonly<Record<TargetId, ChosenRevision>>;
}): boolean {
  return Object.values(revisions).some(({ intent }) => intent === 'rollback');
}
