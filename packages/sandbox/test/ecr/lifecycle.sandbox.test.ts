import {
  BatchDeleteImageCommand,
  DeleteLifecyclePolicyCommand,
  DescribeImagesCommand,
  GetLifecyclePolicyCommand,
  PutLifecyclePolicyCommand,
} from '@aws-sdk/client-ecr';
import { describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/index.ts';
import type { RepositorySeedInput } from '../../src/services/ecr/seed.ts';
import { ecrClient, refusalOf } from '../clients.ts';
import { api, seed, seedOf } from './support.ts';

const now = Date.UTC(2026, 10, 23, 12);

const daysAgo = (days: number): string => new Date(now - days * 86_400_000).toISOString();

interface Rule {
  readonly rulePriority?: number;
  readonly action?: object;
  readonly [member: string]: unknown;
}

const policyOf = (...rules: readonly Rule[]) => ({
  rules: rules.map(({ rulePriority, action = { type: 'expire' }, ...selection }, index) => ({
    rulePriority: rulePriority ?? index + 1,
    description: 'what is old and not needed any more goes',
    selection,
    action,
  })),
});

const put = (sandbox: Sandbox, policy: unknown) =>
  ecrClient(sandbox).send(new PutLifecyclePolicyCommand({ ...api, lifecyclePolicyText: JSON.stringify(policy) }));

/** Tags of what is there a day later, `-` for what has none. */
async function leftOf(repository: RepositorySeedInput, { days = 1, status = 'ANY' as const } = {}): Promise<string[]> {
  await using sandbox = await startSandbox({ seed: seedOf({ 'shop/api': repository }), now });
  await sandbox.clock.advance({ seconds: days * 86_400 });
  return await imagesIn(sandbox, status);
}

async function imagesIn(sandbox: Sandbox, imageStatus: 'ANY' | 'ACTIVE' | 'ARCHIVED' = 'ANY'): Promise<string[]> {
  const { imageDetails = [] } = await ecrClient(sandbox).send(
    new DescribeImagesCommand({ ...api, filter: { imageStatus } }),
  );
  return imageDetails.map(({ imageTags = ['-'] }) => imageTags.join('+')).sort();
}

const image = (days: number, ...tags: readonly string[]) => ({
  tags: [...tags],
  pushedAt: daysAgo(days),
  files: { '/a': `${days} ${tags}` },
});

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

describe('lifecycle policies', () => {
  test('7.1 a policy is kept, read and deleted', async () => {
    await using sandbox = await startSandbox({ seed });
    const ecr = ecrClient(sandbox);
    const missing = { code: 'LifecyclePolicyNotFoundException' };
    expect(await refusalOf(ecr.send(new GetLifecyclePolicyCommand(api)))).toMatchObject(missing);
    const policy = policyOf(count(5));
    await put(sandbox, policy);
    const got = await ecr.send(new GetLifecyclePolicyCommand(api));
    expect([got.lifecyclePolicyText, got.lastEvaluatedAt]).toEqual([JSON.stringify(policy), undefined]);
    await sandbox.clock.advance({ seconds: 86_400 });
    const { lastEvaluatedAt } = await ecr.send(new GetLifecyclePolicyCommand(api));
    expect(lastEvaluatedAt).toEqual(new Date(sandbox.clock.now()));
    await ecr.send(new DeleteLifecyclePolicyCommand(api));
    expect(await refusalOf(ecr.send(new DeleteLifecyclePolicyCommand(api)))).toMatchObject(missing);
  });

  test.each([
    policyOf(),
    policyOf({ ...count(5), rulePriority: 1 }, { ...count(5, { tagStatus: 'untagged' }), rulePriority: 1 }),
    policyOf(count(5), count(5, { tagStatus: 'untagged' })),
    policyOf(count(5, { tagStatus: 'tagged' })),
    policyOf(count(5, { tagStatus: 'untagged', tagPrefixList: ['v'] })),
    policyOf({ ...count(5), countUnit: 'days' }),
    policyOf({ ...count(5), countType: 'sinceImagePushed' }),
    'no policy at all, and longer than a hundred characters, as a policy that is shorter is refused for that'.repeat(2),
  ])('7.2 %j is refused', async (policy) => {
    await using sandbox = await startSandbox({ seed });
    expect(await refusalOf(put(sandbox, policy))).toMatchObject({ code: 'InvalidParameterException' });
  });

  test('7.3 a policy is applied a day after it was put, and every day from then on', async () => {
    const images = [image(9, 'v1'), image(5, 'v2')];
    const lifecyclePolicy = policyOf(since(10));
    expect(await leftOf({ images, lifecyclePolicy }, { days: 0.9 })).toEqual(['v1', 'v2']);
    expect(await leftOf({ images, lifecyclePolicy }, { days: 2 })).toEqual(['v2']);
    expect(await leftOf({ images, lifecyclePolicy }, { days: 7 })).toEqual([]);
  });

  test('7.4 rules count images, or days since a push or a pull', async () => {
    const images = [image(9, 'v1'), image(5, 'v2'), image(1, 'v3')];
    expect(await leftOf({ images, lifecyclePolicy: policyOf(count(2)) })).toEqual(['v2', 'v3']);
    expect(await leftOf({ images, lifecyclePolicy: policyOf(since(7)) })).toEqual(['v2', 'v3']);
    const pulled = policyOf(since(3, { tagStatus: 'any' }, 'sinceImagePulled'));
    expect(await leftOf({ images, lifecyclePolicy: pulled })).toEqual(['v3']);
  });

  test('7.5 an image is left to the first rule that matches all of its patterns', async () => {
    const images = [image(9, 'v1', 'prod-1'), image(8, 'v2'), image(5, 'x'), image(1, 'v3')];
    const keep = count(9, { tagStatus: 'tagged', tagPrefixList: ['prod-'] });
    const versions = count(1, { tagStatus: 'tagged', tagPatternList: ['v*'] });
    expect(await leftOf({ images, lifecyclePolicy: policyOf(keep, versions) })).toEqual(['prod-1+v1', 'v3', 'x']);
    const both = count(1, { tagStatus: 'tagged', tagPatternList: ['v*', '*-1'] });
    expect(await leftOf({ images, lifecyclePolicy: policyOf(both) })).toHaveLength(4);
  });

  test('7.6 what an index names stays with it', async () => {
    const platforms = ['linux/amd64', 'linux/arm64'];
    const images = [{ ...image(9, 'v1'), platforms }, image(5)];
    const lifecyclePolicy = policyOf(since(3, { tagStatus: 'untagged' }));
    expect(await leftOf({ images, lifecyclePolicy })).toEqual(['-', '-', 'v1']);
  });

  test('7.7 what is transitioned is archived, and deleted by a rule for the archive', async () => {
    const images = [image(9, 'v1'), image(1, 'v2')];
    const archive = { type: 'transition', targetStorageClass: 'archive' };
    const gone = since(3, { tagStatus: 'any', storageClass: 'archive' }, 'sinceImageTransitioned');
    const lifecyclePolicy = policyOf(
      { ...since(8, { tagStatus: 'tagged', tagPatternList: ['*'] }), action: archive },
      gone,
    );
    await using sandbox = await startSandbox({ seed: seedOf({ 'shop/api': { images, lifecyclePolicy } }), now });
    await sandbox.clock.advance({ seconds: 86_400 });
    expect([await imagesIn(sandbox, 'ACTIVE'), await imagesIn(sandbox, 'ARCHIVED')]).toEqual([['v2'], ['v1']]);
    await sandbox.clock.advance({ seconds: 5 * 86_400 });
    expect(await imagesIn(sandbox)).toEqual(['v2']);
  });
});

test('3.10 what an index names is deleted after it, and a hundred images at most', async () => {
  const platforms = ['linux/amd64', 'linux/arm64'];
  const images = [{ ...image(9, 'v1'), platforms }];
  await using sandbox = await startSandbox({ seed: seedOf({ 'shop/api': { images } }), now });
  const ecr = ecrClient(sandbox);
  const { imageDetails = [] } = await ecr.send(new DescribeImagesCommand(api));
  const [children, index] = [false, true].map((tagged) =>
    imageDetails
      .filter(({ imageTags }) => (imageTags !== undefined) === tagged)
      .map(({ imageDigest }) => ({ imageDigest })),
  );
  const remove = (imageIds: { imageDigest: string | undefined }[]) =>
    ecr.send(new BatchDeleteImageCommand({ ...api, imageIds }));
  const { failures } = await remove(children ?? []);
  expect(failures?.map(({ failureCode }) => failureCode)).toEqual(Array(2).fill('ImageReferencedByManifestList'));
  expect((await remove([...(index ?? []), ...(children ?? [])])).failures).toEqual([]);
  const many = Array.from({ length: 101 }, () => ({ imageDigest: imageDetails[0]?.imageDigest }));
  expect(await refusalOf(remove(many))).toMatchObject({ code: 'InvalidParameterException' });
});
