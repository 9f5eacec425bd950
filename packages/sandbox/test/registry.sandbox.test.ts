import { readdir, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DescribeImagesCommand, GetAuthorizationTokenCommand, PutImageCommand } from '@aws-sdk/client-ecr';
import { unpackTar } from 'modern-tar';
import { describe, expect, test } from 'vitest';
import { type Seed, startSandbox } from '../src/index.ts';
import type { RepositorySeedInput } from '../src/services/ecr/seed.ts';
import { ecrClient } from './clients.ts';
import { digestOf, imageManifest, loggedIn, registryClient, types } from './images.ts';

const account = '111111111111';
const repository = '/v2/shop/api';

const seedOf = (repositories: Readonly<Record<string, RepositorySeedInput>>): Seed => ({
  accounts: {
    [account]: {
      roles: { reader: { permissions: { deny: ['ecr:InitiateLayerUpload'] } } },
      regions: { 'eu-west-1': { repositories } },
    },
    '222222222222': { regions: { 'eu-west-1': {} } },
  },
});

const seed = seedOf({
  'shop/api': {},
  'shop/other': {},
  'shop/fixed': { mutability: 'IMMUTABLE' },
});

const startWith = async (repositories?: Readonly<Record<string, RepositorySeedInput>>) => {
  const sandbox = await startSandbox({ seed: repositories === undefined ? seed : seedOf(repositories) });
  return { sandbox, registry: await loggedIn(sandbox) };
};

const refusal = async (response: Response | Promise<Response>) => {
  const answer = await response;
  const { errors } = (await answer.json()) as { errors: { code: string; message: string }[] };
  return { status: answer.status, ...errors[0] };
};

describe('login', () => {
  test('1.1 a stranger is asked to log in', async () => {
    await using sandbox = await startSandbox({ seed });
    const host = sandbox.registries[0]?.host;
    for (const path of ['/v2/', `${repository}/tags/list`, '/elsewhere']) {
      const response = await fetch(`http://${host}${path}`);
      expect(response.headers.get('www-authenticate')).toBe(
        `Basic realm="http://${host}/",service="ecr.amazonaws.com"`,
      );
      expect(await refusal(response)).toEqual({ status: 401, code: 'UNAUTHORIZED', message: 'Not Authorized' });
    }
  });

  test.each(['AWS:guess', 'docker:guess', 'AWS'])('1.2 %s is nobody', async (login) => {
    await using sandbox = await startSandbox({ seed });
    const stranger = registryClient(sandbox.registries[0]?.host ?? '', Buffer.from(login).toString('base64'));
    expect((await stranger.fetch('/v2/')).status).toBe(401);
    expect((await (await loggedIn(sandbox)).fetch('/v2/')).status).toBe(200);
  });

  test('1.3 a password ends after 12 hours', async () => {
    const { sandbox, registry } = await startWith();
    await using _ = sandbox;
    await sandbox.clock.advance({ hours: 12 });
    expect(await refusal(registry.fetch('/v2/'))).toEqual({
      status: 403,
      code: 'DENIED',
      message: 'Your authorization token has expired. Reauthenticate and try again.',
    });
  });

  test('1.4 a caller that may not push is told so', async () => {
    await using sandbox = await startSandbox({ seed });
    const reader = await loggedIn(sandbox, { role: 'reader' });
    expect((await reader.fetch(`${repository}/tags/list`)).status).toBe(200);
    expect(await refusal(reader.fetch(`${repository}/blobs/uploads/`, { method: 'POST' }))).toEqual({
      status: 403,
      code: 'DENIED',
      message: `User: arn:aws:sts::${account}:assumed-role/reader/sandbox is not authorized to perform: ecr:InitiateLayerUpload on resource: arn:aws:ecr:eu-west-1:${account}:repository/shop/api because no identity-based policy allows the ecr:InitiateLayerUpload action`,
    });
  });

  test('1.5 a login of another account reaches nothing', async () => {
    await using sandbox = await startSandbox({ seed });
    const { authorizationData } = await ecrClient(sandbox, { account: '222222222222' }).send(
      new GetAuthorizationTokenCommand({}),
    );
    const foreign = registryClient(sandbox.registries[0]?.host ?? '', authorizationData?.[0]?.authorizationToken ?? '');
    expect(await refusal(foreign.fetch(`${repository}/tags/list`))).toMatchObject({
      status: 403,
      code: 'DENIED',
      message: expect.stringContaining('because no resource-based policy allows the ecr:ListImages action'),
    });
  });

  test('1.6 a repository that does not exist is not made by pushing', async () => {
    const { sandbox, registry } = await startWith();
    await using _ = sandbox;
    expect(await refusal(registry.fetch('/v2/shop/nope/blobs/uploads/', { method: 'POST' }))).toEqual({
      status: 404,
      code: 'NAME_UNKNOWN',
      message: `The repository with name 'shop/nope' does not exist in the registry with id '${account}'`,
    });
  });
});

describe('uploads', () => {
  const bytes = 'a layer of some bytes';
  const digest = digestOf(bytes);

  test.each([
    ['one request', []],
    ['POST and PUT', ['']],
    ['chunks', ['a layer ', 'of some ']],
    ['one PATCH', [bytes]],
  ])('2.1 a blob comes in %s', async (_, chunks) => {
    const { sandbox, registry } = await startWith();
    await using __ = sandbox;
    if (chunks.length === 0) await registry.pushBlob('shop/api', bytes);
    else {
      const begun = await registry.fetch(`${repository}/blobs/uploads/`, { method: 'POST' });
      expect(begun.status).toBe(202);
      let location = begun.headers.get('location') ?? '';
      let sent = 0;
      for (const chunk of chunks.filter((part) => part !== '')) {
        const headers = { 'content-range': `${sent}-${sent + chunk.length - 1}` };
        const next = await registry.fetch(location, { method: 'PATCH', body: chunk, headers });
        sent += chunk.length;
        expect([next.status, next.headers.get('range')]).toEqual([202, `0-${sent - 1}`]);
        location = next.headers.get('location') ?? '';
      }
      const done = await registry.fetch(`${location}?digest=${digest}`, { method: 'PUT', body: bytes.slice(sent) });
      expect([done.status, done.headers.get('location')]).toEqual([201, `${repository}/blobs/${digest}`]);
    }
    expect(await (await registry.fetch(`${repository}/blobs/${digest}`)).text()).toBe(bytes);
  });

  test('2.2 a chunk out of order is told where to go on', async () => {
    const { sandbox, registry } = await startWith();
    await using _ = sandbox;
    const begun = await registry.fetch(`${repository}/blobs/uploads/`, { method: 'POST' });
    const location = begun.headers.get('location') ?? '';
    await registry.fetch(location, { method: 'PATCH', body: 'a layer ' });
    const wrong = await registry.fetch(location, {
      method: 'PATCH',
      body: 'some',
      headers: { 'content-range': '11-14' },
    });
    expect([wrong.status, wrong.headers.get('range')]).toEqual([416, '0-7']);
    const asked = await registry.fetch(location);
    expect([asked.status, asked.headers.get('range')]).toEqual([204, '0-7']);
  });

  test('2.3 bytes that are not what was said are gone', async () => {
    const { sandbox, registry } = await startWith();
    await using _ = sandbox;
    const send = (said: string) =>
      registry.fetch(`${repository}/blobs/uploads/?digest=${said}`, { method: 'POST', body: 'other bytes' });
    expect(await refusal(send(digest))).toMatchObject({ status: 400, code: 'DIGEST_INVALID' });
    expect(await refusal(send('md5:1'))).toMatchObject({ status: 400, code: 'DIGEST_INVALID' });
    expect((await registry.fetch(`${repository}/blobs/${digest}`)).status).toBe(404);
  });

  test('2.4 a blob of another repository is mounted', async () => {
    const { sandbox, registry } = await startWith();
    await using _ = sandbox;
    await registry.pushBlob('shop/other', bytes);
    const mount = (from: string) =>
      registry.fetch(`${repository}/blobs/uploads/?mount=${digest}&from=${from}`, { method: 'POST' });
    expect((await mount('shop/nope')).status).toBe(202);
    expect((await mount('shop/fixed')).status).toBe(202);
    expect((await mount('shop/other')).status).toBe(201);
    expect(await (await registry.fetch(`${repository}/blobs/${digest}`)).text()).toBe(bytes);
  });

  test('2.5 an upload that is no more is unknown', async () => {
    const { sandbox, registry } = await startWith();
    await using _ = sandbox;
    const begun = await registry.fetch(`${repository}/blobs/uploads/`, { method: 'POST' });
    const location = begun.headers.get('location') ?? '';
    expect((await registry.fetch(location, { method: 'DELETE' })).status).toBe(204);
    expect(await refusal(registry.fetch(location, { method: 'PATCH', body: 'x' }))).toMatchObject({
      status: 404,
      code: 'BLOB_UPLOAD_UNKNOWN',
    });
  });

  test('2.6 an upload survives a cut connection', async () => {
    const { sandbox, registry } = await startWith();
    await using _ = sandbox;
    const begun = await registry.fetch(`${repository}/blobs/uploads/`, { method: 'POST' });
    const location = begun.headers.get('location') ?? '';
    const { authorizationData } = await ecrClient(sandbox).send(new GetAuthorizationTokenCommand({}));
    const socket = connect(Number(registry.host.split(':')[1]), '127.0.0.1');
    const login = authorizationData?.[0]?.authorizationToken;
    socket.write(
      `PATCH ${location} HTTP/1.1\r\nhost: x\r\nauthorization: Basic ${login}\r\ncontent-length: ${bytes.length}\r\n\r\na layer `,
    );
    const received = async () => (await registry.fetch(location)).headers.get('range');
    await expect.poll(received).toBe('0-7');
    socket.destroy();
    const headers = { 'content-range': `8-${bytes.length - 1}` };
    const rest = await registry.fetch(location, { method: 'PATCH', body: bytes.slice(8), headers });
    expect(rest.status).toBe(202);
    expect((await registry.fetch(`${location}?digest=${digest}`, { method: 'PUT' })).status).toBe(201);
  });
});

describe('blobs', () => {
  test.each([
    ['bytes=2-4', 206, 'cde', 'bytes 2-4/10'],
    ['bytes=7-', 206, 'hij', 'bytes 7-9/10'],
    ['bytes=-2', 206, 'ij', 'bytes 8-9/10'],
    ['bytes=8-99', 206, 'ij', 'bytes 8-9/10'],
    ['bytes=10-12', 416, null, 'bytes */10'],
    ['lines=1-2', 200, 'abcdefghij', null],
  ])('3.1 range %s is status %s', async (...[range, status, text, contentRange]) => {
    const { sandbox, registry } = await startWith();
    await using _ = sandbox;
    const digest = await registry.pushBlob('shop/api', 'abcdefghij');
    const head = await registry.fetch(`${repository}/blobs/${digest}`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '10', '']);
    const part = await registry.fetch(`${repository}/blobs/${digest}`, { headers: { range } });
    expect([part.status, part.headers.get('content-range')]).toEqual([status, contentRange]);
    if (text !== null) expect(await part.text()).toBe(text);
  });

  test('3.2 a blob is known where it was pushed and nowhere else', async () => {
    const { sandbox, registry } = await startWith();
    await using _ = sandbox;
    const digest = await registry.pushBlob('shop/other', 'x');
    expect(await refusal(registry.fetch(`${repository}/blobs/${digest}`))).toMatchObject({
      status: 404,
      code: 'BLOB_UNKNOWN',
    });
  });

  test('3.3 a deleted blob is unknown', async () => {
    const { sandbox, registry } = await startWith();
    await using _ = sandbox;
    const path = `${repository}/blobs/${await registry.pushBlob('shop/api', 'x')}`;
    expect((await registry.fetch(path, { method: 'DELETE' })).status).toBe(202);
    expect((await registry.fetch(path)).status).toBe(404);
  });
});

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
