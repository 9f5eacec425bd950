import { DescribeImagesCommand } from '@aws-sdk/client-ecr';
import { describe, expect, test } from 'vitest';
import { ecrClient } from '../clients.ts';
import { digestOf, imageManifest, types } from '../images.ts';
import { refusal, repository, startWith } from './support.ts';

describe('manifests', () => {
  test('4.1 manifests of every kind come back as they were pushed', async () => {
    const { sandbox, registry } = await startWith();
    await using _ = sandbox;
    await registry.pushImage('shop/api', 'oci', 'words');
    const docker = imageManifest('words', types.dockerManifest);
    const child = { mediaType: types.dockerManifest, digest: digestOf(JSON.stringify(docker)), size: 1 };
    const index = { schemaVersion: 2, mediaType: types.index, manifests: [child] };
    for (const [tag, manifest] of Object.entries({ docker, index })) {
      const pushed = await registry.pushManifest('shop/api', tag, manifest);
      const digest = digestOf(JSON.stringify(manifest));
      expect([pushed.status, pushed.headers.get('docker-content-digest')]).toEqual([201, digest]);
      for (const reference of [tag, digest]) {
        const pulled = await registry.fetch(`${repository}/manifests/${reference}`);
        expect(pulled.headers.get('content-type')).toBe(manifest.mediaType);
        expect(pulled.headers.get('docker-content-digest')).toBe(digest);
        expect(await pulled.text()).toBe(JSON.stringify(manifest));
        const head = await registry.fetch(`${repository}/manifests/${reference}`, { method: 'HEAD' });
        expect([head.status, head.headers.get('docker-content-digest')]).toEqual([200, digest]);
      }
    }
    expect((await registry.pushManifest('shop/api', digestOf(JSON.stringify(docker)), docker)).status).toBe(201);
  });

  test.each([
    ['no JSON', 'v1', '{', types.manifest, 'MANIFEST_INVALID', 400],
    ['no config', 'v1', '{"schemaVersion":2}', types.manifest, 'MANIFEST_INVALID', 400],
    ['another type', 'v1', `{"schemaVersion":2,"mediaType":"x","manifests":[]}`, types.index, 'MANIFEST_INVALID', 400],
    ['too large', 'v1', ' '.repeat(4 * 1024 * 1024 + 1), types.manifest, 'SIZE_INVALID', 413],
    ['a bad tag', '-v1', '{}', types.manifest, 'TAG_INVALID', 400],
    ['another digest', digestOf('x'), '{"schemaVersion":2,"manifests":[]}', types.index, 'DIGEST_INVALID', 400],
  ])('4.2 a manifest with %s is refused', async (...[, reference, body, type, code, status]) => {
    const { sandbox, registry } = await startWith();
    await using _ = sandbox;
    const headers = { 'content-type': type };
    const put = registry.fetch(`${repository}/manifests/${reference}`, { method: 'PUT', headers, body });
    expect(await refusal(put)).toMatchObject({ code, status });
  });

  test('4.3 a manifest needs its blobs and images in the same repository', async () => {
    const { sandbox, registry } = await startWith();
    await using _ = sandbox;
    await registry.pushImage('shop/other', 'v1', 'words');
    const manifest = imageManifest('words');
    const missing = await refusal(registry.pushManifest('shop/api', 'v1', manifest));
    expect(missing).toMatchObject({ status: 404, code: 'MANIFEST_BLOB_UNKNOWN' });
    expect(missing.message).toContain(`[${manifest.config.digest}, ${manifest.layers[0]?.digest}]`);
    await registry.pushImage('shop/api', 'v1', 'words');
    const foreign = { ...manifest.layers[0], mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip' };
    const elsewhere = { ...foreign, digest: digestOf('elsewhere') };
    const withForeign = { ...manifest, layers: [...manifest.layers, elsewhere] };
    expect((await registry.pushManifest('shop/api', 'v2', withForeign)).status).toBe(201);
  });

  test('4.4 a tag of an immutable repository is pushed once', async () => {
    const { sandbox, registry } = await startWith();
    await using _ = sandbox;
    await registry.pushImage('shop/fixed', 'v1', 'words');
    const again = registry.pushManifest('shop/fixed', 'v1', imageManifest('words'));
    expect(await refusal(again)).toEqual({
      status: 400,
      code: 'TAG_INVALID',
      message:
        "The image tag 'v1' already exists in the 'shop/fixed' repository and cannot be overwritten because the repository is immutable.",
    });
  });

  test('4.5 a mutable tag moves', async () => {
    const { sandbox, registry } = await startWith();
    await using _ = sandbox;
    const first = await registry.pushImage('shop/api', 'v1', 'first');
    const second = await registry.pushImage('shop/api', 'v1', 'second');
    const { imageDetails } = await ecrClient(sandbox).send(new DescribeImagesCommand({ repositoryName: 'shop/api' }));
    expect(imageDetails?.map(({ imageDigest, imageTags }) => [imageDigest, imageTags])).toEqual([
      [first, undefined],
      [second, ['v1']],
    ]);
  });

  test.each(['nope', digestOf('nope')])('4.6 an image %s that is not there is not found', async (reference) => {
    const { sandbox, registry } = await startWith();
    await using _ = sandbox;
    expect(await refusal(registry.fetch(`${repository}/manifests/${reference}`))).toEqual({
      status: 404,
      code: 'MANIFEST_UNKNOWN',
      message: 'Requested image not found',
    });
  });

  test('4.7 a tag is deleted alone, an image with its tags', async () => {
    const { sandbox, registry } = await startWith();
    await using _ = sandbox;
    const digest = await registry.pushImage('shop/api', 'v1', 'words');
    await registry.pushManifest('shop/api', 'v2', imageManifest('words'));
    const remove = (reference: string) => registry.fetch(`${repository}/manifests/${reference}`, { method: 'DELETE' });
    const status = async (reference: string) => (await registry.fetch(`${repository}/manifests/${reference}`)).status;
    expect((await remove('v1')).status).toBe(202);
    expect([await status('v1'), await status('v2')]).toEqual([404, 200]);
    expect((await remove(digest)).status).toBe(202);
    expect([await status('v2'), await status(digest)]).toEqual([404, 404]);
  });
});
