import { readdir, readFile, writeFile } from 'node:fs/promises';
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
  ['continue', 'no deployment is paused in staging\n'],
  ['abort', 'no deployment is in progress in staging; funade rollback staging deploys what ran before\n'],
])('%s with nothing in progress is one line and exit 0', async (command, line) => {
  await using shop = await startShop();
  expect(await shop.funade(`${command} staging`)).toEqual({ code: 0, out: line, err: '' });
  expect(shop.writes()).toEqual([]);
  expect(await readdir(shop.folder)).not.toContain('.funade');
});

test('watch with nothing in progress says what the last deployments came to', async () => {
  await using shop = await startShop();
  const { code, out } = await shop.funade('watch staging');
  expect(code).toBe(0);
  expect(out).toMatch(/^api@staging: its last deployment ecs-svc\/\d+ succeeded, \S+Z; shop-api:1 is serving$/m);
  expect(out).toMatch(/\nno deployment is in progress in staging\n$/);
  expect(shop.writes()).toEqual([]);
});

test('watch keeps waiting for what is in progress, with the exit code of deploy', async () => {
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

/** Cuts the journal of the last run where a kill would have: behind the start of the update of `api`. */
async function cutJournal(shop: Awaited<ReturnType<typeof startShop>>, err: string): Promise<void> {
  const file = /journal: (\S+)/.exec(err)?.[1] ?? '';
  const path = join(shop.folder, file);
  const lines = (await readFile(path, 'utf8')).split('\n');
  const at = lines.findIndex((line) => /"step-started".*"ecs\.update-service:api@staging"/.test(line));
  expect(at).toBeGreaterThan(0);
  await writeFile(path, `${lines.slice(0, at + 1).join('\n')}\n`);
}

/** A shop in which the tasks of v1.0.0 never come to be, and whose services have a circuit breaker. */
function broken(seed: Seed): Seed {
  const copy = structuredClone(seed) as never as { accounts: Record<string, { regions: Record<string, Broken> }> };
  interface Broken {
    behaviours: unknown;
    clusters: Record<string, { services: Record<string, Record<string, unknown>> }>;
  }
  const deploymentConfiguration = { deploymentCircuitBreaker: { enable: true, rollback: true } };
  for (const { regions } of Object.values(copy.accounts)) {
    for (const region of Object.values(regions)) {
      region.behaviours = [{ match: { image: '*v1.0.0*' }, becomes: 'image-missing' }];
      for (const { services } of Object.values(region.clusters)) {
        for (const service of Object.values(services)) Object.assign(service, { deploymentConfiguration });
      }
    }
  }
  return copy as never as Seed;
}

test('watch finds what a run started that was killed before it heard the answer, and says how it ended', async () => {
  await using shop = await startShop({ seed: broken });
  const deployed = await shop.funade('deploy staging --tag v1.0.0 --service api');
  expect(deployed.code).toBe(3);
  await cutJournal(shop, deployed.err);
  const { code, out } = await shop.funade('watch staging');
  expect(out).toMatch(/api@staging: deployment ecs-svc\/\d+ of shop-api:2 was started by an earlier run/);
  expect(code).toBe(3);
});

test('watch exits non-zero where it cannot be known what a killed run started', async () => {
  await using shop = await startShop({ seed: broken });
  await cutJournal(shop, (await shop.funade('deploy staging --tag v1.0.0 --service api')).err);
  shop.sandbox.faults.always('ecs.ListServiceDeployments', { code: 'AccessDeniedException' });
  const { code, out, err } = await shop.funade('watch staging');
  expect(code).toBe(1);
  expect(out + err).toMatch(/\(DEPLOYMENT_UNKNOWN\)/);
});

test('watch on a machine without a journal says what the last deployment came to, with its exit code', async () => {
  await using shop = await startShop({ seed: broken });
  await shop.funade('deploy staging --tag v1.0.0 --service api');
  const { code, out } = await shop.funade('watch staging', { env: { FUNADE_STATE_DIR: 'elsewhere' } });
  expect(out.replace(/\s+/g, ' ')).toMatch(
    /api@staging: its last deployment ecs-svc\/\d+ was rolled back.*; shop-api:1 is serving/,
  );
  expect(out).toMatch(/api@staging +rolled back/);
  expect(code).toBe(3);
});

test.each(['watch', 'abort'])('%s goes on where a service of the config is not there yet', async (command) => {
  const { shop } = await halfDeployed();
  await using _ = shop;
  const written = await readFile(join(shop.folder, 'deploy.config.ts'), 'utf8');
  await writeFile(join(shop.folder, 'later.config.ts'), written.replace("service: 'worker'", "service: 'later'"));
  const { code, out } = await shop.funade(`${command} staging --yes --config later.config.ts`);
  expect(out).toContain('worker@staging: there is no service later in cluster shop-staging yet');
  expect(code).toBe(command === 'watch' ? 6 : 3);
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
