/** A git tag or branch, by its short name. */
export interface GitRef {
  readonly type: 'tag' | 'branch';
  readonly name: string;
}

/** Who named the ref: `--tag`, a CI's variables, or git itself. */
export type RefOrigin = 'option' | 'gitlab' | 'github' | 'bitbucket' | 'circleci' | 'buildkite' | 'git';

/** What git says about the checkout, before any tag rule was asked. */
export interface GitFacts {
  /**
   * What may be meant, best first. `--tag` and a CI name one; git itself offers every tag of the checked-out commit and
   * then its branch, and the tag rules decide.
   */
  readonly refs: readonly GitRef[];
  readonly origin: RefOrigin;
  /** Full commit id of what is shipped: what is checked out, or the commit of the tag that `--tag` names. */
  readonly commit: string;
  /** Full commit id of what is checked out, when that is another one. Absent: it is the same. */
  readonly checkedOut?: string;
  /** Committer time of the commit, in seconds since the epoch. */
  readonly commitTime: number;
  /** Paths with uncommitted changes, relative to the config's folder; untracked files count, ignored ones do not. */
  readonly dirtyPaths: readonly string[];
  /** URL of the source repository without credentials, when git knows one. */
  readonly source: string | null;
}
