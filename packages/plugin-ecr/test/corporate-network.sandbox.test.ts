import { expect, test } from 'vitest';
import { openCorporateNetwork } from '../../aws/test/corporate-network.ts';
import { useRegistryClient } from '../src/login/registry-login.ts';
import { readManifest } from '../src/registry/read-image.ts';
import { openShop } from './shop.ts';

const registry = '222222222222.dkr.ecr.eu-west-1.amazonaws.com';
const files = { 'web/index.html': '<h1>hello</h1>', 'web/app/main.js': 'console.log(1)' };
const repositories = {
  'shop/web': {},
  'shop/base': { images: [{ tags: ['1'], files: { '/etc/base': 'base'.repeat(50_000) } }] },
};
const web = {
  repository: 'shop/web',
  build: {
    context: 'web',
    from: `${registry}/shop/base:1`,
    content: { 'index.html': '/srv/index.html', app: '/srv/app' },
  },
};

/** A shop whose AWS and registry are behind a proxy with a login and an authority of its own. */
async function openBehindProxy() {
  await using opened = new AsyncDisposableStack();
  const shop = opened.use(await openShop({ repositories, files }));
  const to = (host: string): string => (host === registry ? `http://${shop.host}` : shop.sandbox.endpoint);
  const network = opened.use(await openCorporateNetwork(to, { [shop.host]: registry }));
  const env = { AWS_ENDPOINT_URL: 'https://aws', HTTPS_PROXY: network.proxy, AWS_CA_BUNDLE: network.certificate };
  const owned = opened.move();
  return { shop, network, env, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

test('a base image is read, an image is built, pushed and found again, all through the proxy', async () => {
  await using at = await openBehindProxy();
  const context = at.shop.context({ env: at.env });
  const { report } = await at.shop.apply(await at.shop.plan(context, { web }), context);
  expect(report.outcome).toBe('succeeded');
  const again = await at.shop.plan(at.shop.context({ env: at.env }), { web });
  expect(again.steps).toEqual([]);
  expect(again.facts.ecr).toMatchObject({ repositories: { 'shop/web': { uri: `${registry}/shop/web` } } });
  expect([...new Set(at.network.asked)].sort()).toEqual([`${registry}:443`, 'aws:443']);
  expect(at.network.refusals()).toBe(0);
});

test('a registry that the proxy does not let through is told as that', async () => {
  await using at = await openBehindProxy();
  const context = at.shop.context({ env: at.env });
  const client = await useRegistryClient(context, registry);
  await readManifest(client, 'shop/base', '1');
  at.network.refuse(403);
  const other = at.shop.context({ env: at.env });
  await expect(readManifest(await useRegistryClient(other, registry), 'shop/base', '1')).rejects.toMatchObject({
    code: 'PROXY_REFUSED',
  });
});

test('a registry with a certificate of the private authority says where to name it', async () => {
  await using at = await openBehindProxy();
  const { AWS_CA_BUNDLE: _, ...env } = at.env;
  const direct = at.shop.context({ env: { ...env, AWS_ENDPOINT_URL: at.shop.sandbox.endpoint } });
  await expect(readManifest(await useRegistryClient(direct, registry), 'shop/base', '1')).rejects.toMatchObject({
    code: 'CERTIFICATE_UNTRUSTED',
    message: expect.stringContaining(`GET ${registry}/v2/shop/base/manifests/1 failed: the server's certificate`),
    hint: expect.stringContaining('AWS_CA_BUNDLE'),
  });
});
