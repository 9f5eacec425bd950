import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Shop, startShop } from './shop.ts';

/** v0.9.0, v1.0.0 and v1.1.0 of `api`, and v1.0.0 again. */
async function crowdedShop(): Promise<Shop> {
  const shop = await startShop();
  for (const version of ['v1.0.0', 'v1.1.0']) {
    await shop.git('checkout', '--quiet', version);
    expect((await shop.funade(`deploy staging --tag ${version} --service api --quiet`)).code).toBe(0);
  }
  expect((await shop.funade('deploy staging --to v1.0.0 --service api --allow-downgrade --quiet')).code).toBe(0);
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
      –  shop-api:2 stays: service shop-staging/api runs it; service shop-staging/api can be rolled back
         to it; a task in cluster shop-staging runs it
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
