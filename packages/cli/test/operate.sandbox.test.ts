import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Seed } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { startShop } from './shop.ts';

/** A shop in whose staging the rollout of `api` stops half way, for ever. */
function stuck(seed: Seed): Seed {
  const copy = structuredClone(seed);
  for (const { regions } of Object.values(copy.accounts)) {
    for (const region of Object.values(regions ?? {})) {
      if (region !== undefined) region.behaviours = [{ match: { image: '*v1.0.0*' }, becomes: 'never-starts' }];
    }
  }
  return copy;
}

/** Deploys until the budget ends; the deployment goes on. */
async function halfDeployed() {
  const shop = await startShop({ seed: stuck });
  const deploy = await shop.funade('deploy staging --tag v1.0.0 --service api');
  expect(deploy.code).toBe(6);
  return { shop, deploy };
}

test.each([
  ['watch', 'no deployment is in progress in staging\n'],
  ['continue', 'no deployment is paused in staging\n'],
  ['abort', 'no deployment is in progress in staging\n'],
])('%s with nothing in progress is one line and exit 0', async (command, line) => {
  await using shop = await startShop();
  expect(await shop.funade(`${command} staging`)).toEqual({ code: 0, out: line, err: '' });
  expect(shop.writes()).toEqual([]);
  expect(await readdir(shop.folder)).not.toContain('.funade');
});

test('watch waits on for what goes on, with the exit code of deploy', async () => {
  const { shop, deploy } = await halfDeployed();
  await using _ = shop;
  expect(deploy.out).toContain('`funade watch staging` keeps waiting');
  const { code, out, err } = await shop.funade('watch staging');
  expect(code).toBe(6);
  expect(out).toMatch(/^api@staging: deployment ecs-svc\/\d+ of shop-api:2 is in progress\n/);
  expect(out).toMatch(/! api@staging +timed out/);
  expect(out).toMatch(/= worker@staging +unchanged/);
  expect(err).toMatch(/journal: /);
});

test('abort rolls it back and exits 3', async () => {
  const { shop } = await halfDeployed();
  await using _ = shop;
  const { code, out } = await shop.funade('abort staging --service api');
  expect(code).toBe(3);
  expect(out).toMatch(/api@staging +rolled back/);
  expect(out).toMatch(/was rolled back by this run: ecs-svc\/\d+ is serving shop-api:1 again/);
  expect((await shop.funade('status staging --service api --json')).out).toContain('"revision": "shop-api:1"');
});

test('abort asks where the environment asks, and does nothing without a yes', async () => {
  await using shop = await startShop({ seed: stuck });
  await shop.funade('deploy production --tag v1.0.0 --service api --yes');
  const written = shop.writes().length;
  const unasked = await shop.funade('abort production');
  expect([unasked.code, unasked.err]).toEqual([2, expect.stringContaining('(CONFIRM_NEEDS_TERMINAL)')]);
  const declined = await shop.funade('abort production', { typed: ['n'], terminal: {} });
  expect(declined.err).toContain('roll back the in-progress deployments in production (account 222222222222)? [y/N]');
  expect([declined.code, shop.writes().length]).toEqual([8, written]);
  expect((await shop.funade('abort production --yes')).code).toBe(3);
});

test('the journal of an operation says what it was', async () => {
  const { shop } = await halfDeployed();
  await using _ = shop;
  await shop.funade('watch staging --service api');
  const runs = await readdir(join(shop.folder, '.git/funade/runs'));
  const heads = await Promise.all(
    runs.map(async (run) =>
      JSON.parse((await readFile(join(shop.folder, '.git/funade/runs', run), 'utf8')).split('\n')[0] ?? ''),
    ),
  );
  expect(heads.map(({ plan }) => plan.operation ?? 'deploy').sort()).toEqual(['deploy', 'watch']);
});
