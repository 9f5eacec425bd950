import type { ImageFact } from '../model/facts.ts';

/** What the release's tag in the repository means for the plan. */
export type TagVerdict =
  | { readonly kind: 'free' }
  /** Built from the release's commit: deployed as it is. */
  | { readonly kind: 'ours'; readonly digest: string }
  /** Does not say where it comes from, and the user takes it all the same. */
  | { readonly kind: 'adopted'; readonly digest: string }
  /** Built from the release's commit, from other files of it or to run something else. */
  | { readonly kind: 'built-otherwise'; readonly digest: string }
  | { readonly kind: 'taken'; readonly digest: string; readonly revision: string | null }
  | { readonly kind: 'inaccessible'; readonly reason: string };

interface Expected {
  readonly commit: string;
  readonly adopt: boolean;
  /** The key of the build that would be made. Absent: any build of the commit will do. */
  readonly build?: string;
}

/** Decides what an image under the release's tag is; a tag is never overwritten, whatever the repository permits. */
export function tagVerdict(image: ImageFact, expected: Expected): TagVerdict {
  if (image === null) return { kind: 'free' };
  if ('inaccessible' in image) return { kind: 'inaccessible', reason: image.inaccessible };
  const { digest, revision, build = expected.build } = image;
  if (revision === expected.commit && expected.build !== undefined && build !== expected.build) {
    return { kind: 'built-otherwise', digest };
  }
  if (revision === expected.commit) return { kind: 'ours', digest };
  if (revision === null && expected.adopt) return { kind: 'adopted', digest };
  return { kind: 'taken', digest, revision };
}
