import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { useRegistryClient } from '../src/login/registry-login.ts';
import { readManifest } from '../src/registry/read-image.ts';
import { openShop } from './shop.ts';

const repositories = {
  'shop/proxy': { images: [{ tags: ['v3'], files: { '/a': 'a' }, platforms: ['linux/amd64', 'linux/arm64'] }] },
};

test('a tag of a repository is deployed by the digest it has now, and nothing is built', async () => {
  await using shop = await openShop({ repositories });
  const context = shop.context({ env: { PATH: '/nonexistent' } });
  const proxy = { repository: 'shop/proxy', prebuilt: { tag: 'v3' } };
  const plan = await shop.plan(context, { proxy, other: proxy });
  expect(plan.steps).toEqual([]);
  const digest = (await readManifest(await useRegistryClient(context, shop.host), 'shop/proxy', 'v3'))?.digest;
  expect(plan.facts.ecr).toMatchObject({
    prebuilt: {
      'shop/proxy:v3': { uri: `${shop.host}/shop/proxy`, digest, platforms: ['linux/amd64', 'linux/arm64'] },
    },
  });
  const byDigest = await shop.plan(context, { proxy: { repository: 'shop/proxy', prebuilt: { digest } } });
  expect(byDigest.facts.ecr).toMatchObject({ prebuilt: { [`shop/proxy@${digest}`]: { digest } } });
});

test('an image of any registry is read as anybody, with the token that the registry asks for', async () => {
  await using registry = await publicRegistry();
  await using shop = await openShop({ repositories: {} });
  const name = `${registry.host}/library/nginx:1.29`;
  const plan = await shop.plan(shop.context(), { proxy: { prebuilt: name } });
  expect(plan.facts.ecr).toMatchObject({
    prebuilt: {
      [name]: { uri: `${registry.host}/library/nginx`, digest: registry.digest, platforms: ['linux/arm64'] },
    },
  });
});

test.each([
  ['a tag', { repository: 'shop/proxy', prebuilt: { tag: 'v4' } }, 'there is no image shop/proxy:v4'],
  [
    'a digest',
    { repository: 'shop/proxy', prebuilt: { digest: `sha256:${'0'.repeat(64)}` } },
    `there is no image shop/proxy@sha256:${'0'.repeat(64)}`,
  ],
])('%s that is not there is an error while planning', async (_, proxy, message) => {
  await using shop = await openShop({ repositories });
  await expect(shop.plan(shop.context(), { proxy })).rejects.toMatchObject({ code: 'PREBUILT_MISSING', message });
});

test('a repository that is not there is an error while planning', async () => {
  await using shop = await openShop({ repositories });
  const proxy = { repository: 'shop/nothing', prebuilt: { tag: 'v3' } };
  await expect(shop.plan(shop.context(), { proxy })).rejects.toMatchObject({ code: 'ECR_REPOSITORY_MISSING' });
});

test('the repository that is not there is named, and not one that is', async () => {
  await using shop = await openShop({ repositories });
  const services = Object.fromEntries(
    ['shop/proxy', 'shop/nothing'].map((repository) => [repository.slice(5), { repository, prebuilt: { tag: 'v3' } }]),
  );
  await expect(shop.plan(shop.context(), services)).rejects.toMatchObject({
    message: 'account 222222222222 has no repository shop/nothing in eu-west-1',
    hint: 'check the name that `repository` has beside `prebuilt`',
  });
});

test.each(['tag', 'digest'] as const)('an image in the archive is told, by its %s', async (by) => {
  const image = { tags: ['v3'], files: { '/a': 'a' } };
  await using shop = await openShop({ repositories: { 'shop/old': { images: [{ ...image, status: 'ARCHIVED' }] } } });
  await using twin = await openShop({ repositories: { 'shop/old': { images: [image] } } });
  const client = await useRegistryClient(twin.context(), twin.host);
  const digest = (await readManifest(client, 'shop/old', 'v3'))?.digest ?? '';
  const [prebuilt, name, id] =
    by === 'tag'
      ? [{ tag: 'v3' }, 'shop/old:v3', 'imageTag=v3']
      : [{ digest }, `shop/old@${digest}`, `imageDigest=${digest}`];
  await expect(shop.plan(shop.context(), { proxy: { repository: 'shop/old', prebuilt } })).rejects.toMatchObject({
    code: 'IMAGE_INACCESSIBLE',
    message: `image ${name} is in ECR but cannot be read: ARCHIVED`,
    hint: expect.stringContaining(`--image-id ${id} --target-storage-class STANDARD`),
  });
});

test('an image that the registry does not hand out is an error while planning', async () => {
  await using shop = await openShop({ repositories });
  const name = `${shop.host}/shop/proxy:v3`;
  await expect(shop.plan(shop.context(), { proxy: { prebuilt: name } })).rejects.toMatchObject({
    code: 'PREBUILT_UNREADABLE',
    message: expect.stringContaining('401'),
  });
});

/** A registry with one image that gives anybody a token. */
async function publicRegistry(): Promise<AsyncDisposable & { readonly host: string; readonly digest: string }> {
  const config = JSON.stringify({ os: 'linux', architecture: 'arm64' });
  const sha = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: sha(config), size: config.length },
    layers: [],
  });
  const server = createServer((request, response) => {
    const { host } = request.headers;
    if (request.url?.startsWith('/token') === true) {
      return void response.end(
        JSON.stringify({ token: `for ${new URL(request.url, 'http://x').searchParams.get('scope')}` }),
      );
    }
    if (request.headers.authorization !== 'Bearer for repository:library/nginx:pull') {
      response.writeHead(401, { 'www-authenticate': `Bearer realm="http://${host}/token",service="registry"` });
      return void response.end();
    }
    const isManifest = request.url === '/v2/library/nginx/manifests/1.29';
    response.writeHead(200, { 'content-type': isManifest ? mediaType : 'application/octet-stream' });
    response.end(isManifest ? manifest : config);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    digest: sha(manifest),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
