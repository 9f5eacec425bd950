import { semanticVersion } from '@funade/core';
import { parseImageReference } from '../registry/image-reference.ts';

/** An image of a repository, or an index, or what refers to one. */
export interface StoredImage {
  readonly digest: string;
  readonly tags: readonly string[];
  /** Milliseconds since the epoch. */
  readonly pushedAt: number;
  /** Whether it was pushed or pulled not long ago: somebody may be about to run it, in another account too. */
  readonly recent: boolean;
  /** Digests of the images of an index. */
  readonly children: readonly string[];
  /** Digest of the image that it refers to, such as a signature; null: none. */
  readonly subject: string | null;
}

/** What is kept in any case. */
export interface KeepImages {
  readonly repository: string;
  /** References that something that stays names, or digests alone. */
  readonly keeps: readonly string[];
  /** How many of the newest releases. */
  readonly keep: number;
}

/**
 * The images that nothing needs, an index before its images, so that ECR deletes them in this order. What stays takes with it the images
 * of its index and whatever refers to it.
 */
export function chooseImages(
  images: readonly StoredImage[],
  { repository, keeps, keep }: KeepImages,
): readonly StoredImage[] {
  const named = namedIn(repository, keeps);
  const releases = images
    .filter(({ tags }) => tags.length > 0 && tags.every(isReleaseTag))
    .toSorted((a, b) => b.pushedAt - a.pushedAt);
  const newest = new Set(releases.slice(0, keep).map(({ digest }) => digest));
  const kept = new Set(
    images
      .filter(({ digest, tags, recent }) => {
        return (
          recent || newest.has(digest) || named.has(digest) || tags.some((tag) => named.has(tag) || !isReleaseTag(tag))
        );
      })
      .map(({ digest }) => digest),
  );
  for (let before = -1; before < kept.size; ) {
    before = kept.size;
    for (const { digest, children, subject } of images) {
      if (subject !== null && kept.has(subject)) kept.add(digest);
      if (kept.has(digest)) for (const child of children) kept.add(child);
    }
  }
  return parentsFirst(images.filter(({ digest }) => !kept.has(digest)));
}

/** A version, or what ends with a commit as a branch's image does. Any other tag is somebody's own: `latest`, a build cache. */
function isReleaseTag(tag: string): boolean {
  return semanticVersion(tag) !== null || /(?:^|[-_.])[0-9a-f]{7,40}$/.test(tag);
}

/** Tags and digests of the repository that references name; its registry may go by several hosts. */
function namedIn(repository: string, keeps: readonly string[]): ReadonlySet<string> {
  return new Set(
    keeps.flatMap((reference) => {
      if (reference.startsWith('sha256:')) return [reference];
      const [name = '', digest] = reference.split('@');
      if (digest !== undefined) return [digest, ...(tagIn(repository, name) ?? [])];
      return tagIn(repository, name) ?? [];
    }),
  );
}

function tagIn(repository: string, reference: string): readonly string[] | null {
  const parsed = parseImageReference(reference);
  return parsed.name === repository ? [parsed.reference] : null;
}

function parentsFirst(images: readonly StoredImage[]): readonly StoredImage[] {
  const parents = new Map(images.flatMap((image) => image.children.map((child) => [child, image.digest] as const)));
  const depth = (digest: string, steps = 0): number => {
    const parent = parents.get(digest);
    return parent === undefined || steps > images.length ? steps : depth(parent, steps + 1);
  };
  return images.toSorted((a, b) => depth(a.digest) - depth(b.digest) || a.pushedAt - b.pushedAt);
}
