import type { ImageExpiry } from '@funade/core';
import * as z from 'zod';
import { matchesWildcard } from './matches-wildcard.ts';

const selection = z.looseObject({
  tagStatus: z.enum(['tagged', 'untagged', 'any']),
  tagPrefixList: z.array(z.string()).optional(),
  tagPatternList: z.array(z.string()).optional(),
  storageClass: z.string().default('standard'),
  countType: z.string(),
  countNumber: z.number(),
});

const policy = z.looseObject({
  rules: z.array(z.looseObject({ rulePriority: z.number(), selection, action: z.looseObject({ type: z.string() }) })),
});

/** One rule of a lifecycle policy, as far as it is read here. */
export type LifecycleRule = z.output<typeof policy>['rules'][number];

/** An image of a repository that can be pulled. */
export interface LifecycleImage {
  readonly digest: string;
  readonly tags: readonly string[];
  /** Milliseconds since the epoch. */
  readonly pushedAt: number;
  readonly pulledAt: number | null;
}

/** The rules of a policy's text, by priority; none where it is not as it was documented. */
export function parseLifecycle(text: string): readonly LifecycleRule[] {
  try {
    return policy.parse(JSON.parse(text)).rules.toSorted((a, b) => a.rulePriority - b.rulePriority);
  } catch {
    return [];
  }
}

/** Whether other images decide when one expires. */
export function countsImages(rules: readonly LifecycleRule[]): boolean {
  return rules.some((rule) => rule.selection.countType === 'imageCountMoreThan');
}

const day = 24 * 3600 * 1000;

/**
 * What the rules do with an image if nothing else happens; null: they leave it alone. An image belongs to the first rule that
 * matches its tags, and to no later one; a rule that counts, counts all that it matches, the newest pushed first.
 *
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
 */
export function lifecycleExpiry(
  digest: string,
  { rules, images }: { readonly rules: readonly LifecycleRule[]; readonly images: readonly LifecycleImage[] },
): ImageExpiry | null {
  const image = images.find((each) => each.digest === digest);
  const rule = rules.find((each) => each.selection.storageClass === 'standard' && image && matches(each, image.tags));
  if (image === undefined || rule === undefined) return null;
  const { countType, countNumber } = rule.selection;
  const what = {
    rule: `rule ${rule.rulePriority} of its lifecycle policy`,
    archives: rule.action.type === 'transition',
  };
  const after = (since: number): string => new Date(since + countNumber * day).toISOString();
  switch (countType) {
    case 'imageCountMoreThan': {
      const newer = images.filter((other) => matches(rule, other.tags) && other.pushedAt > image.pushedAt).length;
      return { ...what, at: null, pushes: Math.max(0, countNumber - newer) };
    }
    case 'sinceImagePushed':
      return { ...what, at: after(image.pushedAt), pushes: null };
    case 'sinceImagePulled':
      return { ...what, at: after(image.pulledAt ?? image.pushedAt), pushes: null };
    default:
      return null;
  }
}

/** All prefixes or patterns of a rule need a tag of the image. */
function matches(
  { selection: { tagStatus, tagPrefixList, tagPatternList } }: LifecycleRule,
  tags: readonly string[],
): boolean {
  if (tagStatus === 'any') return true;
  if (tagStatus === 'untagged') return tags.length === 0;
  const patterns = tagPatternList ?? (tagPrefixList ?? []).map((prefix) => `${prefix}*`);
  return tags.length > 0 && patterns.every((pattern) => tags.some((tag) => matchesWildcard(pattern, tag)));
}
