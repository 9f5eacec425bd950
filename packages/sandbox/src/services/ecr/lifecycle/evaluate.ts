import { isStringLike } from '../../../identity/string-like.ts';
import type { LifecycleRule, Repository, StoredImage } from '../../registry/state.ts';
import { tagsOf } from '../views.ts';

const day = 24 * 3600 * 1000;

/** What a rule does with an image. */
export interface Selected {
  readonly image: StoredImage;
  readonly rule: LifecycleRule;
}

/**
 * The images that the rules take away at a time. An image belongs to the first rule whose tags it matches and to no later
 * one; a rule counts all that match, also those that belong to an earlier one. What an index names stays with it.
 */
export function evaluateLifecycle(repository: Repository, now: number): readonly Selected[] {
  const taken = new Set<string>();
  const selected: Selected[] = [];
  const rules = repository.lifecycle?.rules ?? [];
  for (const rule of rules) {
    const stored = rule.storageClass === 'standard' ? 'ACTIVE' : 'ARCHIVED';
    const matching = [...repository.images.values()]
      .filter((image) => image.status === stored && matches(rule, tagsOf(repository, image.digest)))
      .toSorted((a, b) => b.pushedAt - a.pushedAt);
    matching.forEach((image, index) => {
      if (taken.has(image.digest)) return;
      taken.add(image.digest);
      if (isDue(rule, { image, index, now }) && !isInIndex(repository, image.digest)) selected.push({ image, rule });
    });
  }
  return selected;
}

/** Whether an index of the repository names the image. */
export function isInIndex({ images }: Repository, digest: string): boolean {
  return [...images.values()].some(({ children }) => children.includes(digest));
}

function matches({ tagStatus, patterns }: LifecycleRule, tags: readonly string[]): boolean {
  if (tagStatus === 'any') return true;
  if (tagStatus === 'untagged') return tags.length === 0;
  return tags.length > 0 && patterns.every((pattern) => tags.some((tag) => isStringLike(pattern, tag)));
}

interface Looked {
  readonly image: StoredImage;
  /** Among what the rule matches, newest first. */
  readonly index: number;
  readonly now: number;
}

function isDue({ countType, countNumber }: LifecycleRule, { image, index, now }: Looked): boolean {
  if (countType === 'imageCountMoreThan') return index >= countNumber;
  const since = {
    sinceImagePushed: image.pushedAt,
    sinceImagePulled: image.pulledAt ?? image.pushedAt,
    sinceImageTransitioned: image.archivedAt ?? now,
  }[countType];
  return now - since > countNumber * day;
}
