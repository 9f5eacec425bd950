import { emptyFragment, type PlanFragment, type PluginRequest } from '@funade/core';
import { repositoryMissing } from './errors.ts';
import type { EcrFacts } from './facts.ts';
import type { EcrOptions } from './options.ts';
import { planImage } from './plan-image.ts';
import { distinctImages } from './rules/distinct-images.ts';

/**
 * Plans every image once: nothing where the release's image is in ECR already, else a build and a push.
 *
 * @throws ECR_REPOSITORY_MISSING, IMAGE_TAG_TAKEN, IMAGE_INACCESSIBLE, IMAGE_PLATFORM_MISSING, BUILD_CONTEXT_DIRTY,
 * IMAGE_BUILD_CONFLICT
 */
export function plan(request: PluginRequest<EcrOptions>, facts: EcrFacts): PlanFragment {
  const images = distinctImages(request.targets);
  const missing = images.map((image) => image.repository).filter((name) => !facts.repositories[name]);
  if (missing.length > 0) throw repositoryMissing(missing, request.environment);
  const parts = images.map((image) => planImage(request, facts, image));
  return {
    ...emptyFragment,
    steps: parts.flatMap((part) => part.steps),
    artifacts: parts.flatMap((part) => part.artifacts),
    notes: parts.flatMap((part) => part.notes),
    warnings: parts.flatMap((part) => part.warnings),
  };
}
