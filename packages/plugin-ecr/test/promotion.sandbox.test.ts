import { expect, test } from 'vitest';
import { useRegistryClient } from '../src/login/registry-login.ts';
import { readManifest } from '../src/registry/read-image.ts';
import { readReferrers } from '../src/registry/referrers.ts';
import type { RegistryClient } from '../src/registry/registry-client.ts';
import { imageBytes } from './image-bytes.ts';
import { descriptorOf, pushReferrer } from './layout.ts';
import { openShop, type Shop } from './shop.ts';
import { commit } from './test-context.ts';

const platforms = ['linux/amd64', 'linux/arm64'];
const label = 'org.opencontainers.image.revision';
const image = (revision: string | null, tag = 'v1.2.3') => ({
  tags: [tag],
  files: { '/srv/a': 'a'.repeat(5000) },
  labels: revision === null ? {} : { [label]: revision },
  platforms,
});
const api = { repository: 'shop/api', from: 'staging' };
const empty = { 'shop/api': { mutability: 'IMMUTABLE' } };

test('the image of staging gets to production with its digest, its platforms and its signature', async () => {
  await using shop = await openShop({ repositories: empty, staging: { 'shop/api': { images: [image(commit)] } } });
  const context = shop.context();
  const [staging, production] = await clients(shop);
  const source = await readManifest(staging, 'shop/api', 'v1.2.3');
  if (source === null) throw new Error('staging has no image');
  const signature = await pushReferrer(
    staging,
    'shop/api',
    descriptorOf(Buffer.from(source.text), 'application/vnd.oci.image.index.v1+json'),
  );
  const plan = await shop.plan(context, { api, worker: api });
  expect(plan.steps.map((step) => step.title)).toEqual([
    'use the credentials of account 222222222222',
    'copy shop/api:v1.2.3 from staging',
  ]);
  const { report, events } = await shop.apply(plan, context);
  expect(report.outcome).toBe('succeeded');
  expect(events.find((event) => event.type === 'step-succeeded' && event.step.startsWith('ecr.copy'))).toMatchObject({
    output: { digest: source.digest, reference: `${shop.host}/shop/api:v1.2.3@${source.digest}`, platforms },
  });
  expect((await readManifest(production, 'shop/api', 'v1.2.3'))?.text).toBe(source.text);
  const [ours, theirs] = [production, staging].map((client) => imageBytes(client, 'shop/api', source.digest));
  expect((await ours)?.equals((await theirs) ?? Buffer.of())).toBe(true);
  expect(await readReferrers(production, 'shop/api', source.digest)).toEqual([signature]);

  const again = await shop.plan(shop.context(), { api });
  expect(again.steps).toEqual([]);
  expect(again.notes.map((note) => note.text)).toEqual([
    'image shop/api:v1.2.3 is already in ECR: not copied from staging',
  ]);
});

test('between repositories of one registry the blobs are mounted, none is sent', async () => {
  await using shop = await openShop({
    repositories: { ...empty, 'shop/preview': { images: [image(commit, 'main-c0ffee0')] } },
  });
  const preview = { ...shop.environments.production, name: 'preview' };
  const context = shop.context({ environments: { ...shop.environments, preview } });
  const from = { environment: 'preview', repository: 'shop/preview', tag: 'main-c0ffee0' };
  const { report } = await shop.apply(await shop.plan(context, { api: { repository: 'shop/api', from } }), context);
  expect(report.outcome).toBe('succeeded');
  const production = await useRegistryClient(shop.context(), shop.host);
  expect((await readManifest(production, 'shop/api', 'v1.2.3'))?.text).toBe(
    (await readManifest(production, 'shop/preview', 'main-c0ffee0'))?.text,
  );
  expect(shop.sandbox.requests('registry.PATCH upload')).toEqual([]);
});

test.each([
  ['is not in staging', {}, 'PROMOTION_SOURCE_MISSING'],
  ['has no repository in staging', null, 'PROMOTION_SOURCE_MISSING'],
  ['is of another commit', { images: [image('b'.repeat(40))] }, 'PROMOTION_SOURCE_OTHER'],
  ['does not say its commit', { images: [image(null)] }, 'PROMOTION_SOURCE_OTHER'],
])('an image that %s is refused while planning', async (_, repository, code) => {
  await using shop = await openShop({
    repositories: empty,
    ...(repository === null ? {} : { staging: { 'shop/api': repository } }),
  });
  await expect(shop.plan(shop.context(), { api })).rejects.toMatchObject({ code, category: 'refused' });
});

test('another build of the same commit under the tag is refused', async () => {
  await using shop = await openShop({
    repositories: { 'shop/api': { images: [{ ...image(commit), files: { '/srv/a': 'other' } }] } },
    staging: { 'shop/api': { images: [image(commit)] } },
  });
  await expect(shop.plan(shop.context(), { api })).rejects.toMatchObject({ code: 'PROMOTION_OTHER_BUILD' });
});

test('a tag that appears after the plan is success with this image, and refused with another', async () => {
  await using shop = await openShop({ repositories: empty, staging: { 'shop/api': { images: [image(commit)] } } });
  const plan = await shop.plan(shop.context(), { api });
  expect((await shop.apply(plan, shop.context())).report.outcome).toBe('succeeded');
  const puts = shop.sandbox.requests('registry.PUT manifest').length;
  expect((await shop.apply(plan, shop.context())).report.outcome).toBe('succeeded');
  expect(shop.sandbox.requests('registry.PUT manifest')).toHaveLength(puts);

  await using other = await openShop({
    repositories: { 'shop/api': { images: [image('b'.repeat(40))] } },
    staging: { 'shop/api': { images: [image(commit)] } },
  });
  const moved = JSON.parse(
    JSON.stringify(plan).replaceAll(shop.host, other.host).replaceAll(shop.stagingHost, other.stagingHost),
  );
  const { report } = await other.apply(moved, other.context());
  expect(report.targets[0]?.error).toMatchObject({ code: 'IMAGE_TAG_TAKEN', category: 'refused' });
  expect(other.sandbox.requests('registry.PUT manifest')).toEqual([]);
});

test('a session of another account than that of staging reads nothing there', async () => {
  await using shop = await openShop({ repositories: empty, staging: { 'shop/api': { images: [image(commit)] } } });
  const staging = { ...shop.environments.staging, role: null };
  const context = shop.context({ environments: { ...shop.environments, staging } });
  await expect(shop.plan(context, { api })).rejects.toMatchObject({ code: 'WRONG_ACCOUNT', category: 'refused' });
  expect(shop.sandbox.requests('ecr.*').filter(({ region }) => region === staging.region)).toEqual([]);
});

test.each([
  ['stagng', 'which is not an environment of the config'],
  ['production', 'from itself'],
])('the environment %s is named as wrong', async (from, text) => {
  await using shop = await openShop({ repositories: empty });
  await expect(shop.plan(shop.context(), { api: { repository: 'shop/api', from } })).rejects.toMatchObject({
    code: 'PROMOTION_ENVIRONMENT_UNKNOWN',
    message: expect.stringContaining(text),
  });
});

test('a role that may not read the source is told with what it needs', async () => {
  await using shop = await openShop({ repositories: empty, staging: { 'shop/api': { images: [image(commit)] } } });
  const plan = await shop.plan(shop.context(), { api });
  shop.sandbox.faults.always('registry.GET blob', { code: 'DENIED', message: 'not authorized', status: 403 });
  const { report } = await shop.apply(plan, shop.context());
  expect(report.targets[0]?.error).toMatchObject({
    code: 'COPY_REFUSED',
    hint: expect.stringContaining('ecr:GetDownloadUrlForLayer'),
  });
});

async function clients(shop: Shop): Promise<readonly [staging: RegistryClient, production: RegistryClient]> {
  const context = shop.context();
  return [
    await useRegistryClient({ ...context, environment: shop.environments.staging }, shop.stagingHost),
    await useRegistryClient(context, shop.host),
  ];
}
