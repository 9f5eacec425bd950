import { z } from 'zod';
import type { LifecycleRule } from '../../registry/state.ts';
import { invalidParameter } from '../input.ts';

const days = z.literal('days');
const count = z.int().min(1);

const selection = z
  .strictObject({
    tagStatus: z.enum(['tagged', 'untagged', 'any']),
    tagPrefixList: z.array(z.string().min(1)).min(1).optional(),
    tagPatternList: z.array(z.string().min(1)).min(1).optional(),
    storageClass: z.enum(['standard', 'archive']).default('standard'),
    countType: z.enum(['imageCountMoreThan', 'sinceImagePushed', 'sinceImagePulled', 'sinceImageTransitioned']),
    countUnit: days.optional(),
    countNumber: count,
  })
  .refine(
    ({ tagStatus, tagPrefixList, tagPatternList }) =>
      tagStatus === 'tagged'
        ? (tagPrefixList === undefined) !== (tagPatternList === undefined)
        : tagPrefixList === undefined && tagPatternList === undefined,
    'tagStatus tagged needs either tagPrefixList or tagPatternList, and any other none of them',
  )
  .refine(
    ({ countType, countUnit }) => (countType === 'imageCountMoreThan') === (countUnit === undefined),
    'countUnit belongs to what counts days',
  );

const action = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('expire') }),
  z.strictObject({ type: z.literal('transition'), targetStorageClass: z.literal('archive') }),
]);

const policySchema = z
  .strictObject({
    rules: z
      .array(z.strictObject({ rulePriority: count, description: z.string().optional(), selection, action }))
      .min(1)
      .max(50),
  })
  .refine(
    ({ rules }) => new Set(rules.map(({ rulePriority }) => rulePriority)).size === rules.length,
    'priorities are unique',
  )
  .refine(
    ({ rules }) =>
      rules.every(
        ({ selection: { tagStatus }, rulePriority }) =>
          tagStatus !== 'any' || rules.every((other) => other.rulePriority <= rulePriority),
      ),
    'tagStatus any has the highest priority number',
  );

/** The rules of a policy's text, by priority. Throws InvalidParameterException. */
export function readPolicy(text: string): readonly LifecycleRule[] {
  if (text.length < 100 || text.length > 30_720) {
    throw invalidParameter('LifecyclePolicyText', 'Member must have length between 100 and 30720');
  }
  const parsed = policySchema.safeParse(jsonOf(text));
  if (!parsed.success) {
    const reason = z.prettifyError(parsed.error).replace(/\s+/g, ' ');
    throw invalidParameter('LifecyclePolicyText', `Lifecycle policy validation failure: ${reason}`);
  }
  return parsed.data.rules
    .map(({ rulePriority, selection: { tagPrefixList, tagPatternList, ...chosen }, action: { type } }) => ({
      priority: rulePriority,
      ...chosen,
      patterns: tagPatternList ?? tagPrefixList?.map((prefix) => `${prefix}*`) ?? [],
      archives: type === 'transition',
    }))
    .toSorted((a, b) => a.priority - b.priority);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
