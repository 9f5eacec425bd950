import { semanticVersion, versionStep } from '@funade/core';

/** The image of a container, as far as its tag tells a release. */
interface TaggedImage {
  readonly container: string;
  readonly tag: string | null;
}

/**
 * The release that images tell: the highest version among their tags, else the first tag that is more than `latest`; of the
 * containers that get the images of a release, where it is known which do.
 */
export function releaseOfImages(images: readonly TaggedImage[], containers: ReadonlySet<string>): string | null {
  const tags = images
    .filter(({ container }) => containers.size === 0 || containers.has(container))
    .flatMap(({ tag }) => (tag === null || tag === 'latest' ? [] : [tag]));
  const versions = tags.filter((tag) => semanticVersion(tag) !== null);
  return versions.find((tag) => versions.every((other) => versionStep(other, tag) !== 'downgrade')) ?? tags[0] ?? null;
}
