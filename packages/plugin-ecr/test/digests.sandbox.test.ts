import type { Report } from '@funade/core';
import type { Fault } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { useRegistryClient } from '../src/login/registry-login.ts';
import { readManifest } from '../src/registry/read-image.ts';
import { openShop, type Shop } from './shop.ts';
import { commit } from './test-context.ts';

const platforms = ['linux/amd64', 'linux/arm64'];
const image = { files: { '/etc/base': 'base' }, labels: { 'org.opencontainers.image.revision': commit } };
const repositories = {
  'shop/web': {},
  'shop/base': {
    images: [
      { tags: ['one'], ...image },
      { tags: ['many'], ...image, platforms },
    ],
  },
};
const files = { 'dist/server.js': 'console.log(1)' };
const lets: Fault = { delay: 0 };

/** An answer with the bytes of another image, which is a good one in itself. */
async function otherManifest(shop: Shop, tag: string): Promise<Fault> {
  const found = await readManifest(await useRegistryClient(shop.context(), shop.host), 'shop/base', tag);
  const headers = { 'content-type': found?.mediaType ?? '' };
  return { status: 200, headers, body: (found?.text ?? '').replace('"schemaVersion":2', '"schemaVersion": 2') };
}

const otherBlob: Fault = { status: 200, body: '{"os":"linux","architecture":"arm64"}'.padEnd(5000) };

async function digestOf(shop: Shop, tag: string): Promise<string> {
  const found = await readManifest(await useRegistryClient(shop.context(), shop.host), 'shop/base', tag);
  return found?.digest ?? '';
}

const mismatch = {
  code: 'DIGEST_MISMATCH',
  message: expect.stringMatching(/\/shop\/(?:base|api) was asked for sha256:[0-9a-f]{64} and sent /),
};

test.each([
  ['its index, which is pinned', 'GET manifest', (bad: Fault) => [bad]],
  ['its manifest, which the index names', 'GET manifest', (bad: Fault) => [lets, bad]],
  ['its config', 'GET blob', (bad: Fault) => [bad]],
  ['a layer', 'GET blob', (bad: Fault) => [lets, bad]],
])('a base image is not used when a registry sends other bytes for %s', async (...[, call, order]) => {
  await using shop = await openShop({ repositories, files });
  const digest = await digestOf(shop, 'many');
  const build = {
    context: '.',
    from: `${shop.host}/shop/base@${digest}`,
    content: { dist: '/srv' },
    platforms: ['linux/arm64'],
  };
  const context = shop.context();
  const plan = await shop.plan(context, { web: { repository: 'shop/web', build } });
  const bad = call === 'GET blob' ? otherBlob : await otherManifest(shop, 'many');
  for (const fault of order(bad)) shop.sandbox.faults.next(`registry.${call}`, fault);
  const { report } = await shop.apply(plan, context);
  expect([report.outcome, errorOf(report)]).toMatchObject(['failed', mismatch]);
  expect(shop.sandbox.requests('registry.PUT manifest')).toEqual([]);
});

test.each([
  ['the digest that is written', 'one', true, 'GET manifest'],
  ['the config of a tag', 'one', false, 'GET blob'],
])('a prebuilt image is refused when a registry sends other bytes for %s', async (...[, tag, pinned, call]) => {
  await using shop = await openShop({ repositories });
  const prebuilt = pinned ? { digest: await digestOf(shop, tag) } : { tag };
  shop.sandbox.faults.next(`registry.${call}`, call === 'GET blob' ? otherBlob : await otherManifest(shop, tag));
  const plan = shop.plan(shop.context(), { base: { repository: 'shop/base', prebuilt } });
  await expect(plan).rejects.toMatchObject({ ...mismatch, category: 'refused' });
});

test('an image is not promoted when a registry sends other bytes for it', async () => {
  const staging = { 'shop/api': { images: [{ tags: ['v1.2.3'], ...image }] } };
  await using shop = await openShop({ repositories: { 'shop/api': {} }, staging });
  const api = { repository: 'shop/api', from: 'staging' };
  shop.sandbox.faults.next('registry.GET manifest', { status: 200, body: '{"schemaVersion":2,"manifests":[]}' });
  await expect(shop.plan(shop.context(), { api })).rejects.toMatchObject(mismatch);
  const context = shop.context();
  const plan = await shop.plan(context, { api });
  shop.sandbox.faults.always('registry.GET blob', otherBlob);
  const { report } = await shop.apply(plan, context);
  expect([report.outcome, errorOf(report)]).toMatchObject(['failed', mismatch]);
  expect(await readManifest(await useRegistryClient(context, shop.host), 'shop/api', 'v1.2.3')).toBeNull();
});

test('what ECR has under the release’s tag counts only when the registry sends it', async () => {
  await using shop = await openShop({ repositories: { 'shop/api': { images: [{ tags: ['v1.2.3'], ...image }] } } });
  shop.sandbox.faults.next('registry.GET manifest', { status: 200, body: '{"schemaVersion":2,"manifests":[]}' });
  const build = { context: '.', from: 'scratch', content: { dist: '/srv' } };
  await expect(shop.plan(shop.context(), { api: { repository: 'shop/api', build } })).rejects.toMatchObject(mismatch);
});

function errorOf(report: Report): unknown {
  return report.targets[0]?.error;
}
