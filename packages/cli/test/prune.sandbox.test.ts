import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Seed } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { type Shop, startShop } from './shop.ts';

/** v0.9.0, v1.0.0 and v1.1.0 of `api`. */
async function crowdedShop(): Promise<Shop> {
  const shop = await startShop();
  for (const version of ['v1.0.0', 'v1.1.0']) {
    await shop.git('checkout', '--quiet', version);
    expect((await shop.funade(`deploy staging --tag ${version} --service api --quiet`)).code).toBe(0);
  }
  return shop;
}

const settled = (text: string): string => text.replaceAll(/plan [0-9a-f]{12}/g, 'plan ID');

test('a prune is shown, asked for, run and kept in a journal', async () => {
  await using shop = await crowdedShop();
  const shown = await shop.funade('plan staging --prune --keep 1 --service api');
  expect(shown.code).toBe(0);
  expect(settled(shown.out)).toMatchInlineSnapshot(`
    "prune shop in staging
    account 111111111111 · ap-northeast-1 · plan ID

      1  deregister 1 revision of shop-api: 1
      –  2 active revisions of shop-api stay
      –  shop-api:2 stays: service shop-staging/api can be rolled back to it
    "
  `);
  const json = JSON.parse((await shop.funade('plan staging --prune --keep 1 --service api --json')).out);
  expect(json).toMatchObject({
    environment: 'staging',
    steps: [{ kind: 'ecs.deregister-task-definitions', input: { family: 'shop-api', revisions: ['shop-api:1'] } }],
  });
  expect(shop.sandbox.requests('ecs.DeregisterTaskDefinition')).toEqual([]);

  const unasked = await shop.funade('prune staging --keep 1 --service api');
  expect([unasked.code, unasked.err]).toEqual([2, expect.stringContaining('CONFIRM_NEEDS_TERMINAL')]);
  const no = await shop.funade('prune staging --keep 1 --service api', { typed: ['n'], terminal: {} });
  expect(no.err).toContain('prune shop in staging (account 111111111111)? [y/N] ');
  expect(shop.sandbox.requests('ecs.DeregisterTaskDefinition')).toEqual([]);

  const journals = async () => (await readdir(join(shop.folder, '.git/funade/runs'))).length;
  const before = await journals();
  const done = await shop.funade('prune staging --keep 1 --service api --yes --json');
  expect(done.code).toBe(0);
  expect(JSON.parse(done.out)).toMatchObject({ outcome: 'succeeded' });
  expect(shop.sandbox.requests('ecs.DeregisterTaskDefinition')).toHaveLength(1);
  expect(await journals()).toBe(before + 1);
  expect((await shop.funade('prune staging --keep 1 --service api')).out).toBe('nothing to prune in staging\n');

  const back = await shop.funade('rollback staging --service api --to v0.9.0');
  expect([back.code, back.out.replaceAll(/\s+/g, ' ')]).toEqual([
    0,
    expect.stringContaining('was deregistered: it is registered again with its own content and deployed'),
  ]);
});

test('the revision that a rollback goes to stays, although newer ones have succeeded', async () => {
  await using shop = await crowdedShop();
  // What ran before v1.0.0 was deployed for the first time is where a rollback from it goes.
  expect((await shop.funade('deploy staging --to v1.0.0 --service api --allow-downgrade --quiet')).code).toBe(0);
  const shown = await shop.funade('prune staging --keep 1 --delete-inactive --service api --yes');
  expect([shown.code, shown.out]).toEqual([0, 'nothing to prune in staging\n']);
  const back = await shop.funade('rollback staging --service api');
  expect([back.code, back.out]).toEqual([0, expect.stringContaining('shop-api:2 → shop-api:1')]);
});

/** The clock of a sandbox begins at the time on the wall. */
const old = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();

/** A shop with old images of `api`: releases, an index, one that somebody tagged, and one that nobody did. */
function withOldImages(seed: Seed): Seed {
  const copy = structuredClone(seed);
  for (const { regions } of Object.values(copy.accounts)) {
    for (const region of Object.values(regions ?? {})) {
      const api = region?.repositories?.['shop/api'];
      if (api === undefined) continue;
      const [running, ...others] = api.images ?? [];
      const more = ['v0.1.0', 'v0.2.0', 'v0.3.0'].map((tag, index) => ({
        tags: [tag],
        pushedAt: old(100 - index),
        files: { '/app/main': tag },
      }));
      const platforms = ['linux/amd64', 'linux/arm64'];
      api.images = [
        { ...running, pushedAt: old(90) },
        ...others,
        ...more,
        { tags: ['v0.4.0'], platforms, pushedAt: old(80), files: { '/app/main': 'index' } },
        { tags: ['latest'], pushedAt: old(70), files: { '/app/main': 'latest' } },
        { tags: [], pushedAt: old(60), files: { '/app/main': 'nobody' } },
      ];
    }
  }
  return copy;
}

test('old images that no revision names are deleted, and none that one does', async () => {
  await using shop = await startShop({ seed: withOldImages });
  const shown = await shop.funade('plan staging --prune --images --keep 2 --json');
  const { steps, notes } = JSON.parse(shown.out);
  expect(steps.map(({ title }: { readonly title: string }) => title)).toEqual([
    'delete 7 images of shop/api: v0.1.0, v0.2.0, v0.3.0, v0.4.0, 3 without a tag',
  ]);
  expect(notes.map(({ text }: { readonly text: string }) => text)).toContain('4 images of shop/api stay');
  const { code } = await shop.funade('prune staging --images --keep 2 --yes');
  expect(code).toBe(0);
  const [request, ...more] = shop.sandbox.requests('ecr.BatchDeleteImage');
  expect([request?.status, more]).toEqual([200, []]);
  expect((await shop.funade('prune staging --images --keep 2 --yes')).out).toBe('nothing to prune in staging\n');
  // What runs can be started again: its image is still there.
  expect((await shop.funade('deploy staging --tag v1.0.0 --service api --quiet')).code).toBe(0);
  expect((await shop.funade('rollback staging --service api --quiet')).code).toBe(0);
});
