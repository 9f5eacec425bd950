import type { ImageFact } from '../model/facts.ts';
import { type TagVerdict, tagVerdict } from './tag-verdict.ts';

/** What the images under both tags mean for a promotion. */
export type PromotionVerdict =
  | Exclude<TagVerdict, { kind: 'free' }>
  /** Nothing is under the target's tag, and the source's image is the release's. */
  | { readonly kind: 'copy'; readonly digest: string; readonly adopted: boolean }
  | { readonly kind: 'no-source' }
  | { readonly kind: 'source-inaccessible'; readonly reason: string }
  | { readonly kind: 'other-source'; readonly digest: string; readonly revision: string | null }
  /** Both are of the release's commit, yet not the same image. */
  | { readonly kind: 'other-build'; readonly digest: string; readonly source: string };

/**
 * Decides what is promoted: only an image of the release's commit, and never over a tag. An image that is under the
 * target's tag already must be the very image of the source, as long as the source has it.
 */
export function promotionVerdict(
  given: { readonly target: ImageFact; readonly source: ImageFact },
  expected: { readonly commit: string; readonly adopt: boolean },
): PromotionVerdict {
  const target = tagVerdict(given.target, expected);
  const source = tagVerdict(given.source, expected);
  if (target.kind === 'free') {
    switch (source.kind) {
      case 'free':
        return { kind: 'no-source' };
      case 'inaccessible':
        return { kind: 'source-inaccessible', reason: source.reason };
      case 'taken':
        return { ...source, kind: 'other-source' };
      default:
        return { kind: 'copy', digest: source.digest, adopted: source.kind === 'adopted' };
    }
  }
  const isOurs = target.kind === 'ours' || target.kind === 'adopted';
  if (isOurs && source.kind !== 'free' && source.kind !== 'inaccessible' && source.digest !== target.digest) {
    return { kind: 'other-build', digest: target.digest, source: source.digest };
  }
  return target;
}
