import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Seed } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { type Shop, startShop } from './shop.ts';

/** A shop whose new `web` never comes up. */
function brokenWeb(seed: Seed): Seed {
  const copy = structuredClone(seed);
  for (const { regions } of Object.values(copy.accounts)) {
    for (const region of Object.values(regions ?? {})) {
      if (region !== undefined) {
        region.behaviours = [{ match: { service: 'web', image: '*v1.0.0*' }, becomes: 'image-missing' }];
      }
    }
  }
  return copy;
}

async function allOrNothing(): Promise<Shop> {
  const shop = await startShop({ seed: brokenWeb });
  const file = join(shop.folder, 'deploy.config.ts');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replaceAll('ecs: {', "ecs: { onFailure: 'rollback-all',"));
  return shop;
}

const revisions = async (shop: Shop): Promise<readonly string[]> => {
  const { out } = await shop.funade('status staging --json');
  return JSON.parse(out).targets.map(
    ({ deployments }: { readonly deployments: readonly { readonly revision: string }[] }) =>
      deployments.map(({ revision }) => revision).join(','),
  );
};

test('when one target fails, every target of the run is rolled back, and the previous versions are serving', async () => {
  await using shop = await allOrNothing();
  const plan = await shop.funade('plan staging --tag v1.0.0 --allow-dirty');
  expect(plan.out).toContain(
    'when api@staging fails, nothing more is deployed and every target of the run is rolled back\n     also applies to worker, web',
  );
  const { code, out, err } = await shop.funade('deploy staging --tag v1.0.0 --allow-dirty');
  expect(code).toBe(3);
  expect(err).toContain('web@staging failed: rolling back api@staging, worker@staging\n');
  expect(err).toMatch(/ api@staging +wait for api: rolling back to shop-api:1: \d+(\/\d+)? previous running/);
  expect(out).toMatch(/✖ api@staging +rolled back/);
  expect(out).toMatch(
    /rolled back with the run because web@staging failed: the previous version is serving \(ROLLED_BACK_WITH_RUN\)/,
  );
  expect(out).toMatch(/staging: 3 rolled back/);
  expect(await revisions(shop)).toEqual(['shop-api:1', 'shop-worker:1', 'shop-web:1']);
  expect((await readdir(join(shop.folder, '.git/funade/runs'))).length).toBe(2);
});

test('one after the other, the ones that come later are not begun', async () => {
  await using shop = await allOrNothing();
  const { code } = await shop.funade('deploy staging --tag v1.0.0 --allow-dirty --concurrency 1 --service web,worker');
  expect(code).toBe(3);
  expect(await revisions(shop)).toEqual(['shop-api:1', 'shop-worker:1', 'shop-web:1']);
});
