import { readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DescribeImagesCommand, PutImageCommand } from '@aws-sdk/client-ecr';
import { unpackTar } from 'modern-tar';
import { describe, expect, test } from 'vitest';
import { ecrClient } from '../clients.ts';
import { digestOf, imageManifest, types } from '../images.ts';
import { repository, startWith } from './support.ts';

describe('listings', () => {
  test('5.1 tags come in pages', async () => {
    const { sandbox, registry } = await startWith();
    await using _ = sandbox;
    await registry.pushImage('shop/api', 'v1', 'words');
    for (const tag of ['b', 'a', 'c']) await registry.pushManifest('shop/api', tag, imageManifest('words'));
    const first = await registry.fetch(`${repository}/tags/list?n=2`);
    expect(await first.json()).toEqual({ name: 'shop/api', tags: ['a', 'b'] });
    const next = /^<(.*)>; rel="next"$/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    const second = await registry.fetch(next);
    expect(await second.json()).toEqual({ name: 'shop/api', tags: ['c', 'v1'] });
    expect(second.headers.get('link')).toBeNull();
  });

  test('5.2 a digest has referrers', async () => {
    const { sandbox, registry } = await startWith();
    await using _ = sandbox;
    const digest = await registry.pushImage('shop/api', 'v1', 'words');
    const subject = { mediaType: types.manifest, digest, size: 1 };
    const signature = {
      ...imageManifest('words'),
      artifactType: 'application/x.signature',
      subject,
      annotations: { by: 'me' },
    };
    const pushed = await registry.pushManifest('shop/api', 'sig', signature);
    expect(pushed.headers.get('oci-subject')).toBe(digest);
    await registry.pushManifest('shop/api', 'sbom', { ...signature, artifactType: 'application/x.sbom' });
    const list = async (query = '') => (await registry.fetch(`${repository}/referrers/${digest}${query}`)).json();
    expect(await list()).toMatchObject({ mediaType: types.index, manifests: [{}, {}] });
    expect(await list('?artifactType=application/x.signature')).toMatchObject({
      manifests: [
        {
          digest: digestOf(JSON.stringify(signature)),
          artifactType: 'application/x.signature',
          annotations: { by: 'me' },
        },
      ],
    });
    const nobody = await registry.fetch(`${repository}/referrers/${digestOf('nobody')}`);
    expect(await nobody.json()).toMatchObject({ manifests: [] });
  });

  test('5.3 the catalogue has every repository', async () => {
    const { sandbox, registry } = await startWith();
    await using _ = sandbox;
    expect(await (await registry.fetch('/v2/_catalog')).json()).toEqual({
      repositories: ['shop/api', 'shop/fixed', 'shop/other'],
    });
  });
});

describe('together with ECR', () => {
  test('6.1 both look at the same images', async () => {
    const { sandbox, registry } = await startWith();
    await using _ = sandbox;
    const repositoryName = 'shop/api';
    const digest = await registry.pushImage(repositoryName, 'v1', 'words');
    const { imageDetails } = await ecrClient(sandbox).send(new DescribeImagesCommand({ repositoryName }));
    expect(imageDetails).toMatchObject([{ imageDigest: digest, imageTags: ['v1'] }]);
    const imageManifestText = JSON.stringify(imageManifest('words'));
    await ecrClient(sandbox).send(
      new PutImageCommand({ repositoryName, imageManifest: imageManifestText, imageTag: 'v2' }),
    );
    expect(await (await registry.fetch(`${repository}/manifests/v2`)).text()).toBe(imageManifestText);
  });

  const image = {
    tags: ['1'],
    files: { '/hello.txt': 'hi', '/bin/run.sh': '#!/bin/sh' },
    config: { Cmd: ['/bin/run.sh'] },
    labels: { team: 'shop' },
  };

  test('6.2 a seeded image is a real one', async () => {
    const digests: unknown[] = [];
    for (let round = 0; round < 2; round++) {
      const { sandbox, registry } = await startWith({ 'shop/base': { images: [image] } });
      await using _ = sandbox;
      const get = (path: string) => registry.fetch(`/v2/shop/base/${path}`);
      const response = await get('manifests/1');
      digests.push(response.headers.get('docker-content-digest'));
      const manifest = (await response.json()) as ReturnType<typeof imageManifest>;
      const config = await (await get(`blobs/${manifest.config.digest}`)).json();
      expect(config).toMatchObject({
        os: 'linux',
        architecture: 'amd64',
        config: { Cmd: ['/bin/run.sh'], Labels: { team: 'shop' } },
      });
      const layer = await (await get(`blobs/${manifest.layers[0]?.digest}`)).arrayBuffer();
      const files = await unpackTar(gunzipSync(Buffer.from(layer)));
      expect(files.map(({ header, data }) => [header.name, header.mode, Buffer.from(data ?? []).toString()])).toEqual([
        ['hello.txt', 0o644, 'hi'],
        ['bin/run.sh', 0o755, '#!/bin/sh'],
      ]);
    }
    expect(digests[0]).toBe(digests[1]);
  });

  test('6.3 a seeded image of two platforms is an index', async () => {
    const platforms = ['linux/amd64', 'linux/arm64'];
    const { sandbox, registry } = await startWith({ 'shop/base': { images: [{ ...image, platforms }] } });
    await using _ = sandbox;
    const index = await (await registry.fetch('/v2/shop/base/manifests/1')).json();
    expect(index).toMatchObject({
      mediaType: types.index,
      manifests: [{ platform: { architecture: 'amd64' } }, { platform: { architecture: 'arm64' } }],
    });
  });
});

describe('bytes', () => {
  test('7.1 nothing is left behind', async () => {
    const size = 20 * 1024 * 1024 + 4711;
    const hasBlob = async (folder: string) => {
      const names = await readdir(folder).catch(() => []);
      const stats = await Promise.all(names.map((name) => stat(join(folder, name)).catch(() => null)));
      return stats.some((file) => file?.size === size);
    };
    const { sandbox, registry } = await startWith();
    await registry.pushBlob('shop/api', Buffer.alloc(size));
    const names = (await readdir(tmpdir())).filter((name) => name.startsWith('funade-sandbox-'));
    const folders = names.map((name) => join(tmpdir(), name));
    const holding = (await Promise.all(folders.map(hasBlob))).map((holds, at) => (holds ? folders[at] : null));
    const [folder] = holding.filter((name) => name !== null);
    await sandbox[Symbol.asyncDispose]();
    await expect(stat(folder ?? '')).rejects.toMatchObject({ code: 'ENOENT', path: folder });
  });
});
