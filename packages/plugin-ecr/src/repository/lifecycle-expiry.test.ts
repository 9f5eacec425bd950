import { expect, test } from 'vitest';
import { countsImages, type LifecycleImage, lifecycleExpiry, parseLifecycle } from './lifecycle-expiry.ts';

const day = 24 * 3600 * 1000;
const epoch = Date.UTC(2026, 10, 1);

const image = (days: number, ...tags: readonly string[]): LifecycleImage => ({
  digest: `sha256:${days}`,
  tags,
  pushedAt: epoch + days * day,
  pulledAt: null,
});

const images = [
  image(1, 'v1'),
  image(2, 'v2'),
  image(3),
  image(4, 'v3', 'latest'),
  { ...image(5, 'main-1'), pulledAt: epoch + 9 * day },
];

interface Rule {
  readonly action?: string;
  readonly [member: string]: unknown;
}

const rulesOf = (...rules: readonly Rule[]) =>
  parseLifecycle(
    JSON.stringify({
      rules: rules.map(({ action = 'expire', ...selection }, index) => ({
        rulePriority: index + 1,
        selection,
        action: { type: action },
      })),
    }),
  );

const count = (countNumber: number, more: object = { tagStatus: 'any' }) => ({
  ...more,
  countType: 'imageCountMoreThan',
  countNumber,
});
const since = (countNumber: number, more: object = { tagStatus: 'any' }, countType = 'sinceImagePushed') => ({
  ...more,
  countType,
  countUnit: 'days',
  countNumber,
});
const versions = { tagStatus: 'tagged', tagPatternList: ['v*'] };
const on = (date: number) => ({ at: new Date(epoch + date * day).toISOString(), pushes: null });
const pushes = (number: number) => ({ at: null, pushes: number });

test.each<[string, ReturnType<typeof rulesOf>, number, object | null]>([
  ['no rule', rulesOf(), 1, null],
  ['an age', rulesOf(since(30)), 1, on(31)],
  ['an age since a push where nobody pulled', rulesOf(since(30, { tagStatus: 'any' }, 'sinceImagePulled')), 4, on(34)],
  ['an age since a pull', rulesOf(since(30, { tagStatus: 'any' }, 'sinceImagePulled')), 5, on(39)],
  ['a number that is kept', rulesOf(count(10)), 1, pushes(6)],
  ['a number that is just kept', rulesOf(count(5)), 1, pushes(1)],
  ['a number that is exceeded', rulesOf(count(2)), 1, pushes(0)],
  ['a number of its kind', rulesOf(count(2, versions)), 2, pushes(1)],
  ['only images without tags', rulesOf(since(1, { tagStatus: 'untagged' })), 1, null],
  ['an image without tags', rulesOf(since(1, { tagStatus: 'untagged' })), 3, on(4)],
  ['a prefix', rulesOf(since(1, { tagStatus: 'tagged', tagPrefixList: ['v'] })), 1, on(2)],
  ['one of two prefixes', rulesOf(since(1, { tagStatus: 'tagged', tagPrefixList: ['v', 'l'] })), 1, null],
  ['both of two prefixes', rulesOf(since(1, { tagStatus: 'tagged', tagPrefixList: ['v', 'l'] })), 4, on(5)],
  ['an earlier rule that keeps it', rulesOf(count(9, versions), since(1)), 1, pushes(7)],
  ['a rule for the archive', rulesOf(since(1, { tagStatus: 'any', storageClass: 'archive' })), 1, null],
  ['a rule nobody knows yet', rulesOf(since(1, { tagStatus: 'any' }, 'sinceTheMoonRose')), 1, null],
  ['an image that is not there', rulesOf(count(1)), 99, null],
])('%s', (_, ...[rules, days, expiry]) => {
  const found = lifecycleExpiry(`sha256:${days}`, { rules, images });
  expect(found === null ? null : { at: found.at, pushes: found.pushes }).toEqual(expiry);
});

test('the rule is named, and whether it archives', () => {
  const rules = rulesOf(since(1, versions), { ...since(9), action: 'transition' });
  expect(lifecycleExpiry('sha256:5', { rules, images })).toMatchObject({
    rule: 'rule 2 of its lifecycle policy',
    archives: true,
  });
});

test('what is no policy has no rules; only what counts images needs them all', () => {
  expect(parseLifecycle('no JSON')).toEqual([]);
  expect(parseLifecycle('{"rules":[{}]}')).toEqual([]);
  expect([countsImages(rulesOf(since(1))), countsImages(rulesOf(since(1), count(1)))]).toEqual([false, true]);
});
