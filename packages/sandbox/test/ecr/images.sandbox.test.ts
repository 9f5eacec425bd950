import {
  BatchCheckLayerAvailabilityCommand,
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  DescribeImagesCommand,
  type DescribeImagesCommandInput,
  ListImagesCommand,
  PutImageCommand,
} from '@aws-sdk/client-ecr';
import { describe, expect, test } from 'vitest';
import { startSandbox } from '../../src/index.ts';
import { ecrClient, refusalOf } from '../clients.ts';
import { digestOf, imageManifest, loggedIn, types } from '../images.ts';
import { account, api, seed, seedOf } from './support.ts';

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

  test('3.9 an image that is archived is described, and not pulled', async () => {
    const images = [
      { tags: ['old'], files: { '/a': 'a' }, status: 'ARCHIVED' as const },
      { tags: ['back'], files: { '/b': 'b' }, status: 'ACTIVATING' as const },
    ];
    await using sandbox = await startSandbox({ seed: seedOf({ 'shop/api': { images } }) });
    const ecr = ecrClient(sandbox);
    const imageIds = [{ imageTag: 'old' }];
    const { failures } = await ecr.send(new BatchGetImageCommand({ ...api, imageIds }));
    expect(failures).toMatchObject([{ failureCode: 'ImageNotFound' }]);
    const registry = await loggedIn(sandbox);
    expect((await registry.fetch('/v2/shop/api/manifests/old')).status).toBe(404);
    expect(await refusalOf(ecr.send(new DescribeImagesCommand({ ...api, imageIds })))).toMatchObject({
      code: 'ImageNotFoundException',
    });
    const described = await ecr.send(new DescribeImagesCommand({ ...api, imageIds, filter: { imageStatus: 'ANY' } }));
    expect(described.imageDetails).toMatchObject([{ imageTags: ['old'], imageStatus: 'ARCHIVED' }]);
    const listed = await ecr.send(new ListImagesCommand({ ...api, filter: { imageStatus: 'ACTIVATING' } }));
    expect(listed.imageIds).toMatchObject([{ imageTag: 'back' }]);
    expect((await ecr.send(new ListImagesCommand(api))).imageIds).toEqual([]);
  });
});
