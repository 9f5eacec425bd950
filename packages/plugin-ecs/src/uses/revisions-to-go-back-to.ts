import { revisionName } from '../model/revision-name.ts';

/** What a service runs, and how many earlier deployments are kept. */
export interface GoBackRule {
  /** Names of what it runs: the revision, and the one that this was registered again from. */
  readonly runs: ReadonlySet<string>;
  readonly keep: number;
}

/**
 * The revisions that a rollback of a service could go back to, from the revisions of its deployments that succeeded, the newest
 * first: the last of these, and the last before what runs was deployed for the first time, since that is where a rollback goes.
 */
export function revisionsToGoBackTo(succeeded: readonly string[], { runs, keep }: GoBackRule): readonly string[] {
  const first = succeeded.findLastIndex((revision) => runs.has(revisionName(revision)));
  const before = [...new Set(succeeded.slice(first + 1))].slice(0, Math.max(1, keep));
  // The one that runs is one of the newest.
  return [...new Set([...succeeded.slice(0, keep + 1), ...before])];
}
