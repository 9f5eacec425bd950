import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Shop, startShop } from './shop.ts';

/** v1.0.0, then v1.1.0, both of `api` in staging; the checkout is that of v1.1.0 and knows no other tag. */
async function releasedTwice(): Promise<Shop> {
  const shop = await startShop();
  expect((await shop.funade('deploy staging --tag v1.0.0 --service api')).code).toBe(0);
  await shop.git('checkout', '--quiet', 'v1.1.0');
  expect((await shop.funade('deploy staging --tag v1.1.0 --service api')).code).toBe(0);
  await shop.git('tag', '--delete', 'v1.0.0');
  return shop;
}

/** Ports, digests, times and ids differ from run to run. */
function settled(text: string): string {
  return text
    .replaceAll(/127\.0\.0\.1:\d+/g, 'REGISTRY')
    .replaceAll(/sha256:[0-9a-f]{12,}/g, 'sha256:DIGEST')
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d UTC \([^)]*\)/g, 'TIME')
    .replaceAll(/plan [0-9a-f]{12}/g, 'plan ID');
}

interface Told {
  readonly deployments: readonly {
    readonly revision: string;
    readonly release: string;
    readonly primary: boolean;
    readonly images: readonly { readonly digest: string }[];
  }[];
}

async function deployments(shop: Shop): Promise<Told['deployments']> {
  const { targets } = JSON.parse((await shop.funade('history staging --service api --json')).out) as {
    readonly targets: readonly Told[];
  };
  return targets[0]?.deployments ?? [];
}

const elsewhere = { env: { FUNADE_STATE_DIR: '.git/another' } };

test('a release goes back to the one before, by digest, with nothing built or registered and no tag of it there', async () => {
  await using shop = await releasedTwice();
  const before = await deployments(shop);
  const writes = shop.writes().length;
  const { code, out } = await shop.funade('rollback staging --service api', elsewhere);
  expect(code).toBe(0);
  expect(settled(out.slice(0, out.indexOf('succeeded')))).toMatchInlineSnapshot(`
    "roll back shop in staging to v1.0.0
    account 111111111111 · ap-northeast-1 · plan ID
    first assume role arn:aws:iam::111111111111:role/deploy

    api@staging  v1.1.0 → v1.0.0 (downgrade)
      1  update service api
           ~ taskDefinition: shop-api:3 → shop-api:2
           ~ containerDefinitions[app].image:
               shop/api v1.1.0@sha256:DIGEST → v1.0.0@sha256:DIGEST (downgrade)
      2  wait for api (up to 15m; rolled back when it fails)
      –  shop-api:2, last deployed TIME, is deployed again:
         nothing is built or registered
      ↩  rollback: roll back service api to shop-api:3

    1 service: 1 to update
    2 changed
    signs: ~ changed
    ✔ api@staging  "
  `);
  expect(shop.writes().slice(writes)).toEqual(['ecs.UpdateService']);
  const after = await deployments(shop);
  expect(after[0]).toMatchObject({ revision: 'shop-api:2', release: 'v1.0.0', step: 'downgrade', primary: true });
  expect(after[0]?.images).toEqual(before.find(({ release }) => release === 'v1.0.0')?.images);

  expect((await shop.funade('rollback staging --service api --to v1.0.0')).out).toBe(
    'nothing to roll back: api@staging runs shop-api:2 (v1.0.0) already\n',
  );
  // Back once more is what ran before that, not what was rolled back from; forward goes by its name.
  expect((await shop.funade('rollback staging --service api --quiet')).code).toBe(0);
  expect((await deployments(shop))[0]).toMatchObject({ release: 'v0.9.0', primary: true });
  expect((await shop.funade('rollback staging --service api --quiet --to shop-api:3')).code).toBe(0);
  expect((await deployments(shop))[0]).toMatchObject({ release: 'v1.1.0', primary: true });
});

test('a rollback is saved as a plan and applied like one; it is stale once something else runs', async () => {
  await using shop = await releasedTwice();
  const writes = shop.writes().length;
  const dry = await shop.funade('rollback staging --service api --dry-run --out .git/back.json --json');
  expect(dry.code).toBe(0);
  expect(JSON.parse(dry.out)).toMatchObject({ release: { tag: 'v1.0.0', version: '1.0.0' } });
  expect(shop.writes()).toHaveLength(writes);
  const saved: unknown = JSON.parse(await readFile(join(shop.folder, '.git', 'back.json'), 'utf8'));
  expect(saved).toMatchObject({ revisions: { 'api@staging': { revision: 'shop-api:2', missing: [], moved: [] } } });
  expect((await shop.funade('apply .git/back.json')).code).toBe(0);
  expect((await deployments(shop))[0]).toMatchObject({ release: 'v1.0.0', primary: true });
  const again = await shop.funade('apply .git/back.json');
  expect([again.code, again.err]).toEqual([8, expect.stringContaining('PLAN_STALE')]);
});

test('a rollback warns of an image that is gone, and refuses a revision that ECS would', async () => {
  await using shop = await releasedTwice();
  shop.sandbox.faults.always('ecr.DescribeImages', { code: 'ImageNotFoundException' });
  const { err, out } = await shop.funade('rollback staging --service api --to v1.0.0');
  expect((out + err).replaceAll(/\s+/g, ' ')).toMatch(
    /shop\/api:v1\.0\.0@sha256:\w+ of shop-api:2 is no longer in its registry/,
  );

  const byTag = await shop.funade('rollback staging --service api --to v0.9.0 --dry-run');
  expect(byTag.out.replaceAll(/\s+/g, ' ')).toMatch(
    /shop-api:1 names \S+\/shop\/api:v0\.9\.0 without a digest, and that is no longer the image that ran \[IMAGE_MOVED\]/,
  );

  const missing = await shop.funade('rollback staging --service api --to shop-api:99');
  expect([missing.code, missing.err]).toEqual([8, expect.stringContaining('REVISION_NOT_FOUND')]);
  const unknown = await shop.funade('rollback staging --service api --to v7.0.0');
  expect([unknown.code, unknown.err]).toEqual([8, expect.stringContaining('VERSION_NOT_DEPLOYED')]);
  const none = await shop.funade('rollback staging --service web');
  expect([none.code, none.err]).toEqual([8, expect.stringContaining('NO_STABLE_REVISION')]);
});
