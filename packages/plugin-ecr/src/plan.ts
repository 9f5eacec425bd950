import { emptyFragment, type PlanFragment, type PluginRequest } from '@funade/core';
import { repositoryMissing } from './errors.ts';
import type { EcrFacts } from './facts.ts';
import type { EcrOptions } from './options.ts';
import { planImage } from './plan-image.ts';
import { planPrebuilt } from './plan-prebuilt.ts';
import { planPromotion } from './plan-promotion.ts';
import { distinctImages } from './rules/distinct-images.ts';

/**
 * Plans every image once: nothing where the release's image is in ECR already, else a build and a push, or a copy from
 * another environment. An image that is prebuilt is looked up only.
 *
 * @throws ECR_REPOSITORY_MISSING, IMAGE_TAG_TAKEN, IMAGE_INACCESSIBLE, IMAGE_PLATFORM_MISSING, BUILD_CONTEXT_DIRTY,
 * IMAGE_BUILD_CONFLICT, PROMOTION_SOURCE_MISSING, PROMOTION_SOURCE_OTHER, PROMOTION_OTHER_BUILD, PREBUILT_MISSING
 */
export function plan(request: PluginRequest<EcrOptions>, facts: EcrFacts): PlanFragment {
  const { built, promoted, prebuilt } = distinctImages(request.targets, request.release.imageTag);
  const missing = [...built, ...promoted].map((image) => image.repository).filter((name) => !facts.repositories[name]);
  if (missing.length > 0) throw repositoryMissing(missing, request.environment);
  const parts = [
    ...built.map((image) => planImage(request, facts, image)),
    ...promoted.map((image) => planPromotion(request, facts, image)),
    ...prebuilt.map((image) => planPrebuilt(facts, image)),
  ];
  return {
    ...emptyFragment,
    steps: parts.flatMap((part) => part.steps),
    artifacts: parts.flatMap((part) => part.artifacts),
    notes: parts.flatMap((part) => part.notes),
    warnings: parts.flatMap((part) => part.warnings),
  };
}
