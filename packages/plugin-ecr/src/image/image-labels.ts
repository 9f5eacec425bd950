import type { Release } from '@funade/core';

/** What an image built from a work tree with uncommitted changes carries behind the commit, so that it never passes for it. */
export const dirtyMark = '-dirty';

/** The commit that an image of this build says it was built from. */
export function revisionOf(release: Release, dirty: boolean): string {
  return dirty ? `${release.commit}${dirtyMark}` : release.commit;
}

/**
 * The labels of an image: the OCI ones from the release, and what the user added. Times are the commit's, so that the
 * same commit gives the same labels.
 *
 * Source: https://github.com/opencontainers/image-spec/blob/main/annotations.md
 */
export function imageLabels(
  release: Release,
  dirty: boolean,
  added: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  return {
    'org.opencontainers.image.created': new Date(release.commitTime * 1000).toISOString(),
    ...(release.source === null ? {} : { 'org.opencontainers.image.source': release.source }),
    ...added,
    'org.opencontainers.image.version': release.version ?? release.imageTag,
    'org.opencontainers.image.revision': revisionOf(release, dirty),
  };
}
