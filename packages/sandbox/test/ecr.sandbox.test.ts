import {
  BatchCheckLayerAvailabilityCommand,
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  DescribeImageScanFindingsCommand,
  DescribeImagesCommand,
  type DescribeImagesCommandInput,
  DescribeRepositoriesCommand,
  type DescribeRepositoriesCommandInput,
  GetAuthorizationTokenCommand,
  ListImagesCommand,
  ListTagsForResourceCommand,
  PutImageCommand,
  PutImageTagMutabilityCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-ecr';
import { describe, expect, test } from 'vitest';
import { type Seed, startSandbox } from '../src/index.ts';
import type { RepositorySeedInput } from '../src/services/ecr/seed.ts';
import { ecrClient, refusalOf } from './clients.ts';
import { digestOf, imageManifest, loggedIn, types } from './images.ts';

const account = '111111111111';
const api = { repositoryName: 'shop/api' };

const seedOf = (repositories: Readonly<Record<string, RepositorySeedInput>>): Seed => ({
  accounts: {
    [account]: {
      roles: { reader: { permissions: { deny: ['ecr:PutImage'] } } },
      regions: { 'eu-west-1': { repositories } },
    },
  },
});

const seed = seedOf({
  'shop/api': {
    images: [
      { tags: ['v1', 'v1.0'], files: { '/a': 'one' } },
      { tags: ['v2'], files: { '/a': 'two' } },
      { files: { '/a': 'three' } },
    ],
  },
  'shop/empty': {},
  'shop/fixed': { mutability: 'IMMUTABLE', images: [{ tags: ['v1'], files: { '/a': 'one' } }] },
});

describe('repositories', () => {
  test('1.1 a new repository has the defaults of ECR', async () => {
    await using sandbox = await startSandbox({ seed });
    const { repository } = await ecrClient(sandbox).send(new CreateRepositoryCommand({ repositoryName: 'shop/web' }));
    expect(repository).toEqual({
      repositoryArn: `arn:aws:ecr:eu-west-1:${account}:repository/shop/web`,
      registryId: account,
      repositoryName: 'shop/web',
      repositoryUri: `${sandbox.registries[0]?.host}/shop/web`,
      createdAt: new Date(sandbox.clock.now()),
      imageTagMutability: 'MUTABLE',
      imageScanningConfiguration: { scanOnPush: false },
      encryptionConfiguration: { encryptionType: 'AES256' },
    });
  });

  test.each([
    ['shop/api', 'RepositoryAlreadyExistsException'],
    ['Shop', 'InvalidParameterException'],
    ['shop//api', 'InvalidParameterException'],
    ['-shop', 'InvalidParameterException'],
  ])('1.2 %s cannot be created: %s', async (repositoryName, code) => {
    await using sandbox = await startSandbox({ seed });
    const create = ecrClient(sandbox).send(new CreateRepositoryCommand({ repositoryName }));
    expect(await refusalOf(create)).toMatchObject({ code, status: 400 });
  });

  test('1.3 repositories are listed in pages, or by name', async () => {
    await using sandbox = await startSandbox({ seed });
    const describeThem = async (input: DescribeRepositoriesCommandInput) =>
      await ecrClient(sandbox).send(new DescribeRepositoriesCommand(input));
    const first = await describeThem({ maxResults: 2 });
    const second = await describeThem({ nextToken: first.nextToken });
    expect(first.repositories?.map(({ repositoryName }) => repositoryName)).toEqual(['shop/api', 'shop/empty']);
    expect(second.repositories?.map(({ repositoryName }) => repositoryName)).toEqual(['shop/fixed']);
    expect(second.nextToken).toBeUndefined();
    expect((await describeThem({ repositoryNames: ['shop/fixed', 'shop/api'] })).repositories).toHaveLength(2);
    expect(await refusalOf(describeThem({ repositoryNames: ['shop/api', 'nope'] }))).toEqual({
      code: 'RepositoryNotFoundException',
      message: `The repository with name 'nope' does not exist in the registry with id '${account}'`,
      status: 400,
    });
  });

  test('1.4 a repository with images is deleted only by force', async () => {
    await using sandbox = await startSandbox({ seed });
    const ecr = ecrClient(sandbox);
    expect(await refusalOf(ecr.send(new DeleteRepositoryCommand(api)))).toMatchObject({
      code: 'RepositoryNotEmptyException',
    });
    await ecr.send(new DeleteRepositoryCommand({ ...api, force: true }));
    await ecr.send(new DeleteRepositoryCommand({ repositoryName: 'shop/empty' }));
    const { repositories } = await ecr.send(new DescribeRepositoriesCommand({}));
    expect(repositories?.map(({ repositoryName }) => repositoryName)).toEqual(['shop/fixed']);
  });

  test('1.5 a repository carries tags', async () => {
    await using sandbox = await startSandbox({ seed });
    const ecr = ecrClient(sandbox);
    const resourceArn = `arn:aws:ecr:eu-west-1:${account}:repository/shop/api`;
    const tags = [
      { Key: 'team', Value: 'shop' },
      { Key: 'stage', Value: 'test' },
    ];
    await ecr.send(new TagResourceCommand({ resourceArn, tags }));
    await ecr.send(new UntagResourceCommand({ resourceArn, tagKeys: ['stage'] }));
    expect((await ecr.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual([tags[0]]);
    const missing = ecr.send(new ListTagsForResourceCommand({ resourceArn: `${resourceArn}-2` }));
    expect(await refusalOf(missing)).toMatchObject({ code: 'RepositoryNotFoundException' });
  });

  test('1.6 the registry of another account has nothing for the caller', async () => {
    await using sandbox = await startSandbox({ seed });
    const images = ecrClient(sandbox).send(new DescribeImagesCommand({ ...api, registryId: '999999999999' }));
    expect(await refusalOf(images)).toMatchObject({
      code: 'RepositoryNotFoundException',
      message: "The repository with name 'shop/api' does not exist in the registry with id '999999999999'",
    });
  });
});

describe('login', () => {
  test('2.1 a password is for the registry of the region and lasts 12 hours', async () => {
    await using sandbox = await startSandbox({ seed });
    const { authorizationData = [] } = await ecrClient(sandbox).send(new GetAuthorizationTokenCommand({}));
    expect(authorizationData).toHaveLength(1);
    const [{ authorizationToken = '', expiresAt, proxyEndpoint } = {}] = authorizationData;
    expect(Buffer.from(authorizationToken, 'base64').toString()).toMatch(/^AWS:.{100,}$/);
    expect(expiresAt).toEqual(new Date(sandbox.clock.now() + 12 * 3600 * 1000));
    expect(proxyEndpoint).toBe(`http://${sandbox.registries[0]?.host}`);
  });

  test('2.2 a password made in a session of an hour is good after two', async () => {
    await using sandbox = await startSandbox({ seed });
    const registry = await loggedIn(sandbox, { role: 'reader' });
    await sandbox.clock.advance({ hours: 2 });
    expect((await registry.fetch('/v2/')).status).toBe(200);
  });
});

describe('images', () => {
  test('3.1 images are described by tag, by digest, or all in pages', async () => {
    await using sandbox = await startSandbox({ seed });
    const images = async (input: Partial<DescribeImagesCommandInput>) =>
      await ecrClient(sandbox).send(new DescribeImagesCommand({ ...api, ...input }));
    const [tagged] = (await images({ imageIds: [{ imageTag: 'v1' }] })).imageDetails ?? [];
    expect(tagged).toEqual({
      registryId: account,
      repositoryName: 'shop/api',
      imageDigest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      imageTags: ['v1', 'v1.0'],
      imageSizeInBytes: expect.any(Number),
      imagePushedAt: new Date(sandbox.clock.now()),
      imageManifestMediaType: types.manifest,
      artifactMediaType: types.config,
      imageStatus: 'ACTIVE',
    });
    const byDigest = await images({ imageIds: [{ imageDigest: tagged?.imageDigest }, { imageTag: 'v1.0' }] });
    expect(byDigest.imageDetails).toEqual([tagged]);
    const first = await images({ maxResults: 2 });
    expect(first.imageDetails).toHaveLength(2);
    expect((await images({ nextToken: first.nextToken })).imageDetails).toHaveLength(1);
    expect((await images({ filter: { tagStatus: 'TAGGED' } })).imageDetails).toHaveLength(2);
    expect((await images({ filter: { tagStatus: 'UNTAGGED' } })).imageDetails).toHaveLength(1);
  });

  test('3.2 one image that is not there fails the whole call', async () => {
    await using sandbox = await startSandbox({ seed });
    const imageIds = [{ imageTag: 'v1' }, { imageTag: 'nope' }];
    expect(await refusalOf(ecrClient(sandbox).send(new DescribeImagesCommand({ ...api, imageIds })))).toEqual({
      code: 'ImageNotFoundException',
      message: `The image with imageId {imageDigest:'null', imageTag:'nope'} does not exist within the repository with name 'shop/api' in the registry with id '${account}'`,
      status: 400,
    });
  });

  test('3.3 manifests come as they are, and what is missing fails alone', async () => {
    await using sandbox = await startSandbox({ seed });
    const digest = `sha256:${'0'.repeat(64)}`;
    const imageIds = [{ imageTag: 'v1' }, { imageTag: 'nope' }, {}, { imageDigest: digest }, { imageDigest: 'x' }];
    const { images, failures } = await ecrClient(sandbox).send(new BatchGetImageCommand({ ...api, imageIds }));
    expect(images).toHaveLength(1);
    expect(digestOf(images?.[0]?.imageManifest ?? '')).toBe(images?.[0]?.imageId?.imageDigest);
    expect(failures).toEqual([
      { imageId: { imageTag: 'nope' }, failureCode: 'ImageNotFound', failureReason: 'Requested image not found' },
      { imageId: {}, failureCode: 'MissingDigestAndTag', failureReason: expect.any(String) },
      { imageId: { imageDigest: digest }, failureCode: 'ImageNotFound', failureReason: 'Requested image not found' },
      { imageId: { imageDigest: 'x' }, failureCode: 'InvalidImageDigest', failureReason: expect.any(String) },
    ]);
    const wrong = [{ imageTag: 'v2', imageDigest: images?.[0]?.imageId?.imageDigest }];
    const mismatch = await ecrClient(sandbox).send(new BatchGetImageCommand({ ...api, imageIds: wrong }));
    expect(mismatch.failures?.[0]?.failureCode).toBe('ImageTagDoesNotMatchDigest');
  });

  test('3.4 images are listed by tag', async () => {
    await using sandbox = await startSandbox({ seed });
    const { imageIds } = await ecrClient(sandbox).send(new ListImagesCommand(api));
    expect(imageIds?.map(({ imageTag }) => imageTag)).toEqual(['v1', 'v1.0', 'v2', undefined]);
    expect(new Set(imageIds?.map(({ imageDigest }) => imageDigest)).size).toBe(3);
  });

  test('3.5 layers are available in the repository they were pushed to', async () => {
    await using sandbox = await startSandbox({ seed });
    const registry = await loggedIn(sandbox);
    const layer = await registry.pushBlob('shop/api', 'bytes');
    const check = (repositoryName: string) =>
      ecrClient(sandbox).send(new BatchCheckLayerAvailabilityCommand({ repositoryName, layerDigests: [layer, 'x'] }));
    const here = await check('shop/api');
    expect(here.layers).toEqual([{ layerDigest: layer, layerAvailability: 'AVAILABLE', layerSize: 5 }]);
    expect(here.failures).toMatchObject([{ layerDigest: 'x', failureCode: 'InvalidLayerDigest' }]);
    expect((await check('shop/empty')).layers).toEqual([{ layerDigest: layer, layerAvailability: 'UNAVAILABLE' }]);
  });

  test('3.6 the last tag takes the image with it', async () => {
    await using sandbox = await startSandbox({ seed });
    const ecr = ecrClient(sandbox);
    const remove = (imageIds: { imageTag?: string; imageDigest?: string }[]) =>
      ecr.send(new BatchDeleteImageCommand({ ...api, imageIds }));
    const count = async () => (await ecr.send(new DescribeImagesCommand(api))).imageDetails?.length;
    await remove([{ imageTag: 'v1' }]);
    expect(await count()).toBe(3);
    const { imageIds } = await remove([{ imageTag: 'v1.0' }]);
    expect(imageIds).toMatchObject([{ imageTag: 'v1.0' }]);
    expect(await count()).toBe(2);
    const { imageDetails } = await ecr.send(new DescribeImagesCommand({ ...api, imageIds: [{ imageTag: 'v2' }] }));
    const byDigest = await remove([{ imageDigest: imageDetails?.[0]?.imageDigest ?? '' }, { imageTag: 'nope' }]);
    expect(byDigest.imageIds).toEqual([{ imageDigest: imageDetails?.[0]?.imageDigest, imageTag: 'v2' }]);
    expect(byDigest.failures).toMatchObject([{ failureCode: 'ImageNotFound' }]);
    expect(await count()).toBe(1);
  });

  test('3.7 an image that is there gets another tag', async () => {
    await using sandbox = await startSandbox({ seed });
    const ecr = ecrClient(sandbox);
    const { images } = await ecr.send(new BatchGetImageCommand({ ...api, imageIds: [{ imageTag: 'v1' }] }));
    const imageManifestText = images?.[0]?.imageManifest ?? '';
    const { image } = await ecr.send(new PutImageCommand({ ...api, imageManifest: imageManifestText, imageTag: 'v3' }));
    expect(image?.imageId).toEqual({ imageDigest: images?.[0]?.imageId?.imageDigest, imageTag: 'v3' });
    const { imageDetails } = await ecr.send(new DescribeImagesCommand({ ...api, imageIds: [{ imageTag: 'v3' }] }));
    expect(imageDetails?.[0]?.imageTags).toEqual(['v1', 'v1.0', 'v3']);
  });

  test('3.8 a manifest that is there, or is not whole, is refused', async () => {
    await using sandbox = await startSandbox({ seed });
    const ecr = ecrClient(sandbox);
    const put = (manifest: string, more: object = {}) =>
      refusalOf(ecr.send(new PutImageCommand({ ...api, imageManifest: manifest, imageTag: 'v1', ...more })));
    const { images } = await ecr.send(new BatchGetImageCommand({ ...api, imageIds: [{ imageTag: 'v1' }] }));
    const same = images?.[0]?.imageManifest ?? '';
    expect(await put(same)).toMatchObject({ code: 'ImageAlreadyExistsException' });
    expect(await put(same, { imageDigest: `sha256:${'0'.repeat(64)}`, imageTag: 'v9' })).toMatchObject({
      code: 'ImageDigestDoesNotMatchException',
    });
    const image = imageManifest('words nobody pushed');
    const refused = await put(JSON.stringify(image));
    expect(refused.code).toBe('LayersNotFoundException');
    expect(refused.message).toContain(image.layers[0]?.digest);
    const child = { mediaType: types.manifest, digest: digestOf(JSON.stringify(image)), size: 1 };
    const index = { schemaVersion: 2, mediaType: types.index, manifests: [child] };
    expect(await put(JSON.stringify(index))).toMatchObject({ code: 'ReferencedImagesNotFoundException' });
    expect(await put('not JSON')).toMatchObject({ code: 'InvalidParameterException' });
  });
});

describe('tag mutability', () => {
  test('4.1 a tag of an immutable repository stays where it is', async () => {
    await using sandbox = await startSandbox({ seed });
    const registry = await loggedIn(sandbox);
    await registry.pushImage('shop/fixed', 'v2', 'other words');
    const imageManifestText = JSON.stringify(imageManifest('other words'));
    const put = new PutImageCommand({
      repositoryName: 'shop/fixed',
      imageManifest: imageManifestText,
      imageTag: 'v1',
    });
    expect(await refusalOf(ecrClient(sandbox).send(put))).toEqual({
      code: 'ImageTagAlreadyExistsException',
      message:
        "The image tag 'v1' already exists in the 'shop/fixed' repository and cannot be overwritten because the repository is immutable.",
      status: 400,
    });
  });

  test.each([
    ['IMMUTABLE_WITH_EXCLUSION', 'dev-1', true],
    ['IMMUTABLE_WITH_EXCLUSION', 'v1', false],
    ['MUTABLE_WITH_EXCLUSION', 'dev-1', false],
    ['MUTABLE_WITH_EXCLUSION', 'v1', true],
  ] as const)('4.2 %s with dev-*: tag %s moves: %s', async (mutability, tag, moves) => {
    await using sandbox = await startSandbox({ seed: seedOf({ 'shop/api': { mutability, exclusions: ['dev-*'] } }) });
    const registry = await loggedIn(sandbox);
    await registry.pushImage('shop/api', tag, 'first');
    const second = registry.pushImage('shop/api', tag, 'second').then(
      () => true,
      () => false,
    );
    expect(await second).toBe(moves);
  });

  test('4.3 the rule of a repository is changed whole', async () => {
    await using sandbox = await startSandbox({ seed });
    const put = (imageTagMutability: string, ...filters: string[]) =>
      ecrClient(sandbox).send(
        new PutImageTagMutabilityCommand({
          ...api,
          imageTagMutability: imageTagMutability as 'MUTABLE',
          ...(filters.length === 0
            ? {}
            : {
                imageTagMutabilityExclusionFilters: filters.map((filter) => ({ filterType: 'WILDCARD', filter })),
              }),
        }),
      );
    expect(await put('IMMUTABLE_WITH_EXCLUSION', 'dev-*', '*-cache')).toMatchObject({
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: [
        { filterType: 'WILDCARD', filter: 'dev-*' },
        { filterType: 'WILDCARD', filter: '*-cache' },
      ],
    });
    const { repositories } = await ecrClient(sandbox).send(
      new DescribeRepositoriesCommand({ repositoryNames: ['shop/api'] }),
    );
    expect(repositories?.[0]?.imageTagMutabilityExclusionFilters).toHaveLength(2);
    for (const wrong of [
      put('IMMUTABLE', 'dev-*'),
      put('MUTABLE_WITH_EXCLUSION'),
      put('MUTABLE_WITH_EXCLUSION', 'a', 'b', 'c', 'd', 'e', 'f'),
      put('MUTABLE_WITH_EXCLUSION', 'dev/*'),
      put('SOMETIMES'),
    ]) {
      expect(await refusalOf(wrong)).toMatchObject({ code: 'InvalidParameterException' });
    }
  });
});

describe('scans', () => {
  test('5.1 findings are those of the seed', async () => {
    const findings = [
      { name: 'CVE-1', severity: 'HIGH' as const, uri: 'https://cve.example/1' },
      { name: 'CVE-2', severity: 'LOW' as const },
      { name: 'CVE-3', severity: 'HIGH' as const },
    ];
    await using sandbox = await startSandbox({
      seed: seedOf({
        'shop/api': {
          images: [
            { tags: ['bad'], scan: { findings } },
            { tags: ['new'], files: { '/a': '' } },
          ],
        },
      }),
    });
    const scan = (imageTag: string) =>
      ecrClient(sandbox).send(new DescribeImageScanFindingsCommand({ ...api, imageId: { imageTag } }));
    const { imageScanFindings, imageScanStatus } = await scan('bad');
    expect(imageScanStatus?.status).toBe('COMPLETE');
    expect(imageScanFindings?.findingSeverityCounts).toEqual({ HIGH: 2, LOW: 1 });
    expect(imageScanFindings?.findings).toEqual(findings);
    expect(await refusalOf(scan('new'))).toMatchObject({ code: 'ScanNotFoundException' });
    expect(await refusalOf(scan('nope'))).toMatchObject({ code: 'ImageNotFoundException' });
  });
});

describe('permissions', () => {
  test('6.1 a refusal names the repository', async () => {
    await using sandbox = await startSandbox({ seed });
    const put = ecrClient(sandbox, { role: 'reader' }).send(new PutImageCommand({ ...api, imageManifest: '{}' }));
    expect(await refusalOf(put)).toMatchObject({
      code: 'AccessDeniedException',
      message: expect.stringContaining(
        `is not authorized to perform: ecr:PutImage on resource: arn:aws:ecr:eu-west-1:${account}:repository/shop/api because`,
      ),
    });
  });
});
