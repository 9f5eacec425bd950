import { semanticVersion, versionStep } from '@funade/core';
import { parseImageReference } from './image-reference.ts';

/** What a container runs now, and the repository whose image it is to run. */
export interface RunningImage {
  /** Null when the container has no image yet. */
  readonly image: string | null;
  readonly repositoryUri: string;
}

/**
 * The tag that tells which version runs: the highest semantic version among the containers that get images, else the first
 * tag there is. Images of other repositories (a placeholder that a service was created with) say nothing about the
 * version, and neither does a bare digest: null.
 */
export function versionOfRunning(images: readonly RunningImage[]): string | null {
  const tags = images.flatMap(({ image, repositoryUri }) => {
    if (image === null) return [];
    const { repository, tag } = parseImageReference(image);
    return tag !== null && repository === parseImageReference(repositoryUri).repository ? [tag] : [];
  });
  const versions = tags.filter((tag) => semanticVersion(tag) !== null);
  return (
    versions.reduce<string | null>(
      (highest, tag) => (versionStep(highest, tag) === 'downgrade' ? highest : tag),
      null,
    ) ??
    tags[0] ??
    null
  );
}
