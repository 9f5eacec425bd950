/**
 * Where the commit of a release stands beside the commit of what runs.
 *
 * - `same`, `newer`: it is that commit, or comes after it
 * - `older`: it is an ancestor of that commit
 * - `unrelated`: neither is an ancestor of the other
 * - `shallow`: the clone does not reach far enough back to say
 * - `unknown`: that commit is not in the repository
 * - `unrecorded`: nothing says which commit runs
 */
export const relations = ['same', 'newer', 'older', 'unrelated', 'shallow', 'unknown', 'unrecorded'] as const;

/** Where the commit of a release stands beside the commit of what runs. */
export type Relation = (typeof relations)[number];

/** The commit that a target runs, and where the release stands beside it. */
export interface Lineage {
  /** Null when nothing says it. */
  readonly commit: string | null;
  readonly relation: Relation;
}

/** The commit that a target runs, as far as a plugin knows it. */
export interface RunningCommit<Target extends string = string> {
  readonly target: Target;
  /** Null where only its images may say it. */
  readonly commit: string | null;
  /** References of the images that run, for their registry to be asked. */
  readonly images: readonly string[];
}

/** What a repository says of the order of its commits. */
export interface History {
  /** Where a commit stands beside one that runs. Reads only; never throws for what the repository does not know. */
  relate(commit: string, running: string): Promise<Relation>;
}
