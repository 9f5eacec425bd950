import type { DeployError } from '@funade/core';
import type { PromotedImage } from '../image/distinct-images.ts';
import type { PromotionVerdict } from '../image/promotion-verdict.ts';
import {
  imageInaccessible,
  imageTagTaken,
  promotionOtherBuild,
  promotionSourceMissing,
  promotionSourceOther,
} from '../model/errors.ts';

/** Why an image is not promoted. */
export function refusePromotion(
  verdict: PromotionVerdict,
  given: { readonly image: PromotedImage; readonly tag: string; readonly commit: string },
): DeployError {
  const { image, tag, commit } = given;
  const { repository, from } = image;
  switch (verdict.kind) {
    case 'inaccessible':
      return imageInaccessible({ repository, tag, reason: verdict.reason });
    case 'source-inaccessible':
      return imageInaccessible({ ...from, reason: verdict.reason });
    case 'taken':
      return imageTagTaken({ repository, tag, digest: verdict.digest, revision: verdict.revision, commit });
    case 'other-source':
      return promotionSourceOther({ ...from, digest: verdict.digest, revision: verdict.revision, commit });
    case 'other-build': {
      const { digest, source } = verdict;
      return promotionOtherBuild({ repository, tag, digest, environment: from.environment, source });
    }
    default:
      return promotionSourceMissing(`${repository}:${tag}`, {
        environment: from.environment,
        image: `${from.repository}:${from.tag}`,
      });
  }
}
