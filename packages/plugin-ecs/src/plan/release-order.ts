import type { Lineage, VersionChange, Warning } from '@funade/core';
import { olderCommit, orderUnknown } from '../model/errors.ts';

/** What decides whether a release comes after what runs. */
export interface OrderInput {
  /** As the versions say it. */
  readonly version: VersionChange;
  /** As the repository says it; null when nobody asked. */
  readonly lineage: Lineage | null;
  /** Of the release. */
  readonly commit: string;
  /** Whether an older release may replace a newer one. */
  readonly allowDowngrade: boolean;
  /** Whether a release that is not known to come after the commit that runs is refused. */
  readonly strict: boolean;
}

/** Where a release stands in the order of releases, and what a person must know of it. */
export interface ReleaseOrder {
  readonly version: VersionChange;
  readonly warnings: readonly Warning[];
}

/**
 * The order of a release and what runs: that of their versions where both have one, else that of their commits.
 *
 * Throws `DOWNGRADE` when what runs comes after it and `ORDER_UNKNOWN` when that is not known and must be, unless an older
 * release is allowed.
 */
export function releaseOrder({ version, lineage, commit, allowDowngrade, strict }: OrderInput): ReleaseOrder {
  if (version.step !== null) return { version, warnings: [] };
  const { target } = version;
  const { relation, commit: running } = lineage ?? { relation: 'unrecorded', commit: null };
  if (relation === 'newer' || relation === 'same') return { version, warnings: [] };
  const commits = { running: short(running), commit: short(commit) };
  if (relation === 'older') {
    if (!allowDowngrade) throw olderCommit(target, commits);
    return { version: { ...version, step: 'downgrade' }, warnings: [] };
  }
  const message = doubt(relation, { ...commits, target });
  // What nobody recorded cannot be put in order with anything: the first release after it has to be possible.
  if (relation === 'unrecorded' && !strict) return { version, warnings: [] };
  if (strict && !allowDowngrade && relation !== 'unrecorded') throw orderUnknown(message);
  const code = relation === 'unrelated' ? 'ORDER_UNRELATED' : 'ORDER_UNKNOWN';
  return { version, warnings: [{ code, targets: [target], label: target, message }] };
}

function doubt(
  relation: 'unrelated' | 'shallow' | 'unknown' | 'unrecorded',
  { target, running, commit }: { readonly target: string; readonly running: string; readonly commit: string },
): string {
  switch (relation) {
    case 'unrelated':
      return `${target} runs commit ${running}, and ${commit} does not come after it: what is in ${running} and not in ${commit} will be lost`;
    case 'shallow':
      return `${target} runs commit ${running}; whether ${commit} comes after it is not known, as the clone is shallow: fetch the whole history (fetch-depth: 0 in GitHub Actions, GIT_DEPTH: 0 in GitLab)`;
    case 'unknown':
      return `${target} runs commit ${running}, which is not in this repository: whether ${commit} comes after it is not known`;
    case 'unrecorded':
      return `nothing says which commit ${target} runs: whether ${commit} comes after it is not known`;
  }
}

function short(commit: string | null): string {
  return (commit ?? '').slice(0, 7);
}
