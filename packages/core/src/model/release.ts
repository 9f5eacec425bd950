/** What is shipped, as git and the tag rules say. JSON; part of every plan. */
export interface Release {
  /** What the group `version` of the tag rule matched, else the semantic version that the tag carries; without a leading `v`. */
  readonly version: string | null;
  readonly tag: string | null;
  readonly branch: string | null;
  /** Full commit id, 40 hex digits. */
  readonly commit: string;
  /** Full id of the commit that is checked out, when that is another one. Absent: it is the same. */
  readonly checkedOut?: string;
  /** First seven digits of the commit id. */
  readonly shortCommit: string;
  /** Committer time of the commit, in seconds since the epoch. */
  readonly commitTime: number;
  /** Whether the work tree holds uncommitted changes. */
  readonly dirty: boolean;
  /** Paths with uncommitted changes, relative to the config's folder; empty when clean. */
  readonly dirtyPaths: readonly string[];
  /** The tag that images of this release get, from the tag rule. */
  readonly imageTag: string;
  /** URL of the source repository without credentials, when git knows one. */
  readonly source: string | null;
}

/** A release that ships nothing: for what needs the names of its values and not the values. */
export const emptyRelease: Release = {
  version: null,
  tag: null,
  branch: null,
  commit: '',
  shortCommit: '',
  commitTime: 0,
  dirty: false,
  dirtyPaths: [],
  imageTag: '',
  source: null,
};
