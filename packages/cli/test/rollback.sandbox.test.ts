import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Seed } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { type Shop, type ShopOptions, startShop } from './shop.ts';

/** v1.0.0, then v1.1.0, both of `api` in staging; the checkout is that of v1.1.0 and knows no other tag. */
async function releasedTwice(options: ShopOptions = {}): Promise<Shop> {
  const shop = await startShop(options);
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
  const dry = await shop.funade('plan staging --rollback --service api --out .git/back.json --json');
  expect(dry.code).toBe(0);
  expect(JSON.parse(dry.out)).toMatchObject({ release: { tag: 'v1.0.0', version: '1.0.0' } });
  expect(shop.writes()).toHaveLength(writes);
  const saved: unknown = JSON.parse(await readFile(join(shop.folder, '.git', 'back.json'), 'utf8'));
  expect(saved).toMatchObject({
    revisions: { 'api@staging': { revision: 'shop-api:2', missing: [], moved: [], doubts: [], intent: 'rollback' } },
  });
  expect((await shop.funade('apply .git/back.json')).code).toBe(0);
  expect((await deployments(shop))[0]).toMatchObject({ release: 'v1.0.0', primary: true });
  const again = await shop.funade('apply .git/back.json');
  expect([again.code, again.err]).toEqual([8, expect.stringContaining('PLAN_STALE')]);
  expect(again.err).toContain('make the plan again: funade plan staging --rollback --out plan.json');
});

test('a rollback warns of an image that is gone, and refuses a revision that ECS would', async () => {
  await using shop = await releasedTwice();
  shop.sandbox.faults.always('ecr.DescribeImages', { code: 'ImageNotFoundException' });
  const { err, out } = await shop.funade('rollback staging --service api --to v1.0.0');
  expect((out + err).replaceAll(/\s+/g, ' ')).toMatch(
    /shop\/api:v1\.0\.0@sha256:\w+ of shop-api:2 is no longer in its registry/,
  );

  const byTag = await shop.funade('plan staging --rollback --service api --to v0.9.0');
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

const policy = {
  rules: [
    {
      rulePriority: 1,
      description: 'keep the two newest releases, and no more',
      selection: { tagStatus: 'tagged', tagPatternList: ['v*'], countType: 'imageCountMoreThan', countNumber: 2 },
      action: { type: 'expire' },
    },
  ],
};

/** The shop whose repository of `api` keeps two releases. */
function keepingTwo(seed: Seed): Seed {
  const copy = structuredClone(seed);
  for (const { regions } of Object.values(copy.accounts)) {
    for (const region of Object.values(regions ?? {})) {
      const api = region?.repositories?.['shop/api'];
      if (api === undefined) continue;
      api.lifecyclePolicy = policy;
      api.images?.forEach((image, index) => {
        image.pushedAt = new Date(Date.UTC(2026, 10, 1 + index)).toISOString();
      });
    }
  }
  return copy;
}

test('an image that a lifecycle rule takes away soon is warned of, with the rule', async () => {
  await using shop = await releasedTwice({ seed: keepingTwo });
  const { out } = await shop.funade('plan staging --rollback --service api --json');
  const { warnings } = JSON.parse(out) as { readonly warnings: readonly { code: string; message: string }[] };
  expect(warnings.map(({ code, message }) => [code, settled(message)])).toEqual([
    [
      'IMAGE_EXPIRES',
      'REGISTRY/shop/api:v1.0.0@sha256:DIGEST of shop-api:2 does not stay in its registry: rule 1 of its lifecycle policy deletes it after the next push',
    ],
  ]);
  const verified = await shop.funade('verify staging --tag v1.1.0 --service api');
  expect(verified.code).toBe(0);
  expect(settled(verified.out).replaceAll(/\n +(?=\S)/g, ' ')).toMatch(
    /⚠ +image REGISTRY\/shop\/api:v1\.0\.0 \(a rollback needs it for shop-api:2\): rule 1 of its lifecycle policy deletes it after the next push/,
  );
  expect(verified.out).toMatch(/\d+ OK, 2 warnings/);
  const older = await shop.funade('plan staging --rollback --service api --to v0.9.0');
  expect(older.out.replaceAll(/\s+/g, ' ')).toContain(
    'rule 1 of its lifecycle policy deletes it at its next evaluation',
  );
  shop.sandbox.faults.always('ecr.GetLifecyclePolicy', { code: 'AccessDeniedException' });
  expect((await shop.funade('plan staging --rollback --service api')).out).not.toContain('lifecycle');
});

test('other services of the release that stay are named; the shop goes back without the one that has nothing to go back to', async () => {
  await using shop = await startShop();
  expect((await shop.funade('deploy staging --tag v1.0.0 --service api,worker')).code).toBe(0);
  const alone = await shop.funade('plan staging --rollback --service api --markdown');
  expect(alone.out).toMatch(/^### Roll back shop in staging to v0\.9\.0/);
  expect(alone.out).toContain(
    'staging stays as it is: it runs v1.0.0, too, and is not part of this rollback (`TARGET_KEPT`)',
  );
  const { code, out } = await shop.funade('rollback staging');
  expect(code).toBe(0);
  expect(out.replaceAll(/\s+/g, ' ')).toContain(
    'web@staging stays as it is: no deployment of web@staging that succeeded before v0.9.0 is known',
  );
  expect(shop.sandbox.requests('ecs.UpdateService')).toHaveLength(4);
});

test('a revision that is there is deployed forward, by its version or its number, without a build or a checkout', async () => {
  await using shop = await releasedTwice();
  expect((await shop.funade('rollback staging --service api --quiet')).code).toBe(0);
  await shop.git('tag', '--delete', 'v1.1.0');
  const writes = shop.writes().length;
  const { code, out } = await shop.funade('deploy staging --service api --to v1.1.0');
  expect([code, out.split('\n')[0]]).toEqual([
    0,
    expect.stringMatching(/^deploy v1\.1\.0 \(\w{7}\) of shop to staging$/),
  ]);
  expect(shop.writes().slice(writes)).toEqual(['ecs.UpdateService']);
  expect((await deployments(shop))[0]).toMatchObject({ revision: 'shop-api:3', release: 'v1.1.0', primary: true });
  expect((await shop.funade('deploy staging --to v1.1.0 --service api')).out).toBe(
    'nothing to do: api@staging runs shop-api:3 (v1.1.0) already\n',
  );

  const older = await shop.funade('deploy staging --revision api=2');
  expect([older.code, older.err]).toEqual([8, expect.stringContaining('DOWNGRADE')]);
  const saved = await shop.funade('plan staging --revision api=2 --allow-downgrade --out .git/two.json');
  expect([saved.code, saved.err]).toEqual([0, 'saved as .git/two.json; run it with: funade apply .git/two.json\n']);
  expect((await shop.funade('apply .git/two.json')).code).toBe(0);
  expect((await deployments(shop))[0]).toMatchObject({ revision: 'shop-api:2', release: 'v1.0.0', primary: true });
  const other = await shop.funade('deploy staging --revision api=shop-web:1');
  expect([other.code, other.err]).toEqual([8, expect.stringContaining('REVISION_OF_OTHER_FAMILY')]);
});
