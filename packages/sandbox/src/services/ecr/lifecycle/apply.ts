import { removeImage } from '../../registry/operations/manifests.ts';
import type { RegistryState, Repository } from '../../registry/state.ts';
import { evaluateLifecycle } from './evaluate.ts';

/** ECR looks at a policy once a day. */
export const evaluationPause = 24 * 3600 * 1000;

/** Applies the lifecycle policies that are due. */
export function applyLifecycles({ repositories }: RegistryState, now: number): void {
  for (const repository of repositories.values()) {
    const { lifecycle } = repository;
    if (lifecycle === null || now < lifecycle.dueAt) continue;
    for (const { image, rule } of evaluateLifecycle(repository, now)) {
      if (rule.archives) {
        image.status = 'ARCHIVED';
        image.archivedAt = now;
      } else removeWithReferrers(repository, image.digest);
    }
    lifecycle.evaluatedAt = now;
    lifecycle.dueAt = now + evaluationPause;
  }
}

function removeWithReferrers(repository: Repository, digest: string): void {
  removeImage(repository, digest);
  for (const { digest: referrer, subject } of [...repository.images.values()]) {
    if (subject === digest) removeWithReferrers(repository, referrer);
  }
}
