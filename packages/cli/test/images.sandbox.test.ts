import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Shop, startShop } from './shop.ts';

const ecrOfApi = /ecr: (\{ repository: 'shop\/api', build: .*\}),$/gm;

/** Releases the shop's code as it is under a new tag, with another config. */
async function releaseConfig(shop: Shop, tag: string, change: (config: string) => string): Promise<void> {
  await shop.git('checkout', '--quiet', 'main');
  const path = join(shop.folder, 'deploy.config.ts');
  await writeFile(path, change(await readFile(path, 'utf8')));
  await shop.git('commit', '--quiet', '--all', '--message', tag);
  await shop.git('tag', tag);
}

test('staging builds, production gets the very image, and a second promotion has nothing to do', {
  timeout: 30_000,
}, async () => {
  await using shop = await startShop({ pushed: [] });
  await releaseConfig(shop, 'v1.2.0', (config) =>
    config.replaceAll(ecrOfApi, "ecr: $1,\n      environments: { production: { ecr: { from: 'staging' } } },"),
  );
  const typed = '--tag v1.2.0 --service api,worker --yes';
  expect(await shop.funade(`deploy staging ${typed}`)).toMatchObject({ code: 0 });
  const plan = await shop.funade('plan production --tag v1.2.0 --service api,worker --out production.json');
  expect(plan.out).toContain('copy shop/api:v1.2.0 from staging');
  expect(plan.out).not.toContain('build shop/api');
  expect(await shop.funade('apply production.json --yes')).toMatchObject({ code: 0 });
  const images = shop.sandbox
    .requests('ecs.RegisterTaskDefinition')
    .map(({ body }) => /shop\/api:v1\.2\.0@(sha256:\w+)/.exec(JSON.stringify(body))?.[1]);
  expect(images).toHaveLength(4);
  expect([...new Set(images)]).toEqual([expect.stringMatching(/^sha256:/)]);
  const writes = shop.writes().length;
  expect(await shop.funade(`deploy production ${typed}`)).toMatchObject({ code: 0 });
  expect(shop.writes()).toHaveLength(writes);
});

test('an image that staging does not have is refused with exit 8, and says what to do', async () => {
  await using shop = await startShop({ pushed: [] });
  await releaseConfig(shop, 'v1.2.0', (config) =>
    config.replaceAll(ecrOfApi, "ecr: { repository: 'shop/api', from: 'staging' },"),
  );
  const { code, err } = await shop.funade('deploy production --tag v1.2.0 --service api --yes');
  expect(err).toMatch(
    /staging has no image shop\/api:v1\.2\.0 .*\(PROMOTION_SOURCE_MISSING\)\n {2}hint: deploy this release to staging/,
  );
  expect([code, shop.writes()]).toEqual([8, []]);
});

test('an image with findings is pushed, and refused with exit 8 before anything is written to ECS', async () => {
  await using shop = await startShop({
    pushed: [],
    seed: (seed) => {
      const repository = seed.accounts['111111111111']?.regions?.['ap-northeast-1']?.repositories?.['shop/api'];
      if (repository === undefined) throw new Error('the shop has no api');
      repository.scanOnPush = true;
      repository.scanning = { findings: [{ name: 'CVE-2026-1', severity: 'CRITICAL' }] };
      return seed;
    },
  });
  await releaseConfig(shop, 'v1.2.0', (config) =>
    config.replaceAll(
      ecrOfApi,
      (_, written: string) => `ecr: ${written.replace(/\}$/, ", scan: { failOn: 'CRITICAL' } }")},`,
    ),
  );
  const { code, out } = await shop.funade('deploy staging --tag v1.2.0 --service api,worker');
  expect(out).toMatch(/image shop\/api:v1\.2\.0 has 1 finding of CRITICAL or above: CRITICAL CVE-2026-1/);
  expect(code).toBe(8);
  expect(shop.writes().filter((operation) => operation.startsWith('ecs.'))).toEqual([]);
  expect(shop.writes()).toContain('registry.PUT manifest');
});
