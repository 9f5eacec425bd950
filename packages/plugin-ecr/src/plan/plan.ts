import { emptyFragment, type PlanFragment, type PluginRequest } from '@funade/core';
import { distinctImages } from '../image/distinct-images.ts';
import { repositoryMissing } from '../model/errors.ts';
import type { EcrFacts } from '../model/facts.ts';
import type { EcrOptions } from '../options/options.ts';
import { targetsOf } from './image-artifacts.ts';
import { planImage } from './plan-image.ts';
import { planPrebuilt } from './plan-prebuilt.ts';
import { planPromotion } from './plan-promotion.ts';
import { withScan } from './with-scan.ts';

/**
 * Plans every image once: nothing where the release's image is in ECR already, else a build and a push, or a copy from
 * another environment. An image that is prebuilt is looked up only. Where findings count, a wait for the scan comes after.
 *
 * @throws ECR_REPOSITORY_MISSING, IMAGE_TAG_TAKEN, IMAGE_BUILT_OTHERWISE, IMAGE_INACCESSIBLE, IMAGE_PLATFORM_MISSING, BUILD_CONTEXT_DIRTY, BUILD_CACHE_IMMUTABLE,
 * IMAGE_BUILD_CONFLICT, PROMOTION_SOURCE_MISSING, PROMOTION_SOURCE_OTHER, PROMOTION_OTHER_BUILD, PREBUILT_MISSING,
 * IMAGE_VULNERABLE, SCAN_IMPOSSIBLE
 */
export function plan(request: PluginRequest<EcrOptions>, facts: EcrFacts): PlanFragment {
  const { built, promoted, prebuilt } = distinctImages(request.targets, request.release.imageTag);
  const missing = [...built, ...promoted]
    .filter(({ repository, createRepository }) => createRepository === null && !facts.repositories[repository])
    .map(({ repository }) => repository);
  if (missing.length > 0) throw repositoryMissing(missing, request.environment, { nearest: facts.nearest ?? {} });
  const { environment, release } = request;
  const parts = [
    ...built.map((image) => ({ image, name: image.repository, part: planImage(request, facts, image) })),
    ...promoted.map((image) => ({ image, name: image.repository, part: planPromotion(request, facts, image) })),
    ...prebuilt.map((image) => ({ image, name: image.name, part: planPrebuilt(facts, image) })),
  ].map(({ image, name, part }) => {
    const { scan, repository } = image;
    if (scan === null || repository === null) return part;
    return withScan(part, {
      scan,
      fact: facts.scans?.[name],
      repository,
      name: 'prebuilt' in image ? name : `${repository}:${release.imageTag}`,
      subject: { targets: targetsOf(image.users), label: `${name}@${environment.name}` },
      environment: environment.name,
    });
  });
  return {
    ...emptyFragment,
    steps: parts.flatMap((part) => part.steps),
    artifacts: parts.flatMap((part) => part.artifacts),
    notes: parts.flatMap((part) => part.notes),
    warnings: parts.flatMap((part) => part.warnings),
  };
}
