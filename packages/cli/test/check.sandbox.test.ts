import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Shop, type ShopOptions, startShop } from './shop.ts';

/** A health page of the shop's api. */
interface Health extends AsyncDisposable {
  readonly url: string;
  /** The version that it tells; a request is made of it first. */
  answer: () => string;
  readonly asked: (string | undefined)[];
}

async function startHealth(): Promise<Health> {
  const health = {
    asked: [] as (string | undefined)[],
    answer: () => '1.0.0',
    url: '',
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const server = createServer((request, response) => {
    health.asked.push(request.headers.authorization);
    response.end(JSON.stringify({ version: health.answer() }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  health.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/healthz`;
  return health;
}

/** The shop whose api has this check, and whose targets are rolled back when they fail. */
async function startChecked(check: string, options: ShopOptions = {}): Promise<Shop> {
  const shop = await startShop(options);
  const file = join(shop.folder, 'deploy.config.ts');
  const text = (await readFile(file, 'utf8'))
    .replace('defineConfig, ecr, ecs }', 'check, defineConfig, ecr, ecs }')
    .replace('[ecr(), ecs()]', '[ecr(), ecs(), check()]')
    .replace(
      "service: 'api', container: 'app' },",
      `service: 'api', container: 'app', onFailure: 'rollback' }, check: ${check},`,
    );
  await writeFile(file, text);
  return shop;
}

const only = '--service api --allow-dirty';
const running = async (shop: Shop): Promise<string> => {
  const { out } = await shop.funade('status staging --service api --json');
  return JSON.parse(out)
    .targets[0].deployments.map(({ revision }: { revision: string }) => revision)
    .join();
};

test('a check after the rollout is planned, asked until it sees the release, and reported', async () => {
  await using health = await startHealth();
  await using shop = await startChecked(
    `{ url: '${health.url}', json: { version: '{{release.version}}' }, consecutive: 2, timeout: '1m', header: { authorization: { env: 'SMOKE_TOKEN', prefix: 'Bearer ' } } }`,
  );
  const given = { env: { SMOKE_TOKEN: 'smoke-12345678' } };
  const planned = await shop.funade(`plan staging --tag v1.0.0 ${only}`, given);
  expect(planned.out).toContain(`check ${health.url}: 200, version "1.0.0", 2 in a row (up to 1m)`);
  expect(planned.out).toContain('look for SMOKE_TOKEN, which a check of api needs');
  expect(planned.out).toContain('confirm that api was not replaced while it was checked');
  health.answer = () => (health.asked.length < 3 ? '0.9.0' : '1.0.0');
  const { code, err, out } = await shop.funade(`deploy staging --tag v1.0.0 ${only} --json`, given);
  expect([code, err]).toEqual([
    0,
    expect.stringContaining('it answered 200, but version is "0.9.0", expected "1.0.0"'),
  ]);
  expect(JSON.parse(out).steps.filter(({ kind }: { kind: string }) => kind.startsWith('check.'))).toMatchObject([
    { kind: 'check.prepare', state: 'succeeded' },
    { kind: 'check.http', state: 'succeeded', progress: 'as expected, 1 of 2 in a row' },
  ]);
  expect(health.asked).toEqual(Array.from({ length: 4 }, () => 'Bearer smoke-12345678'));
  expect(planned.out + err + out).not.toContain('smoke-12345678');
});

test('a check that fails takes the target back, and says what was seen last', async () => {
  await using health = await startHealth();
  await using shop = await startChecked(
    `{ url: '${health.url}', json: { version: '{{release.version}}' }, timeout: '30s' }`,
  );
  health.answer = () => '0.9.0';
  const { code, out, err } = await shop.funade(`deploy staging --tag v1.0.0 ${only}`);
  expect(code).toBe(3);
  expect(err).toContain('api@staging failed: rolling back api@staging');
  expect(out).toMatch(/✖ api@staging +rolled back/);
  expect(out).toContain(
    `${health.url}: it answered 200, but version is "0.9.0", expected "1.0.0" (6 requests in 25s) (CHECK_FAILED)`,
  );
  expect(await running(shop)).toBe('shop-api:1');
});

test('a variable that a check needs is missed before anything is built or changed', async () => {
  await using shop = await startChecked(`{ url: 'http://127.0.0.1:1/', header: { 'x-key': { env: 'SMOKE_TOKEN' } } }`);
  const { code, out } = await shop.funade(`deploy staging --tag v1.0.0 ${only}`);
  expect(out).toContain('the variable SMOKE_TOKEN is not set, and a check sends it as a header (CHECK_VARIABLE_UNSET)');
  expect([code, shop.writes()]).toEqual([2, []]);
});

test('a check proves nothing about a service that was replaced meanwhile, and the run says so', async () => {
  await using health = await startHealth();
  await using shop = await startChecked(`{ url: '${health.url}' }`);
  health.answer = () => {
    shop.sandbox.ecs.deploy('shop-staging/api', 'shop-api:1');
    return '1.0.0';
  };
  const { code, out } = await shop.funade(`deploy staging --tag v1.0.0 ${only}`);
  expect(out).toMatch(
    /deployment ecs-svc\/\d+ of shop-api:1 took over api while it was checked: the check proves\s+nothing about deployment ecs-svc\/\d+/,
  );
  expect([code, await running(shop)]).toEqual([4, expect.stringContaining('shop-api:1')]);
});

test('a command checks on the machine that deploys, with the release in its environment', async () => {
  const script =
    'console.log("smoke of", process.env.FUNADE_RELEASE_VERSION, "in", process.env.FUNADE_CHECK_ENVIRONMENT)';
  await using shop = await startChecked(`{ command: ['${process.execPath}', '-e', ${JSON.stringify(script)}] }`, {
    sandbox: { clock: 'real', speed: 60 },
  });
  const { code, err } = await shop.funade(`deploy staging --tag v1.0.0 ${only}`);
  expect([code, err]).toEqual([0, expect.stringContaining('smoke of 1.0.0 in staging')]);
});

test('without a rollout there is nothing to check', async () => {
  await using health = await startHealth();
  await using shop = await startChecked(`{ url: '${health.url}' }`);
  expect(await shop.funade(`deploy staging --tag v1.0.0 ${only}`)).toMatchObject({ code: 0 });
  const asked = health.asked.length;
  const again = await shop.funade(`deploy staging --tag v1.0.0 ${only}`);
  expect([again.code, again.out, health.asked.length - asked]).toEqual([
    0,
    expect.stringContaining('nothing to do'),
    0,
  ]);
});

test('a run that leaves the rollout at its start checks nothing, and says so', async () => {
  await using health = await startHealth();
  await using shop = await startChecked(`{ url: '${health.url}' }`);
  const { code, out, err } = await shop.funade(`deploy staging --tag v1.0.0 ${only} --no-wait --json`);
  expect([code, err]).toEqual([
    0,
    expect.stringContaining('left out, because the rollout is still in progress: check '),
  ]);
  expect(JSON.parse(out).steps.filter(({ kind }: { kind: string }) => kind === 'check.http')).toMatchObject([
    { state: 'skipped', because: 'ecs.wait-for-rollout:api@staging' },
  ]);
  expect(health.asked).toEqual([]);
});

test('a service that writes check without the plugin is told what to list', async () => {
  await using shop = await startChecked(`{ url: 'https://shop.example.com/' }`);
  const file = join(shop.folder, 'deploy.config.ts');
  await writeFile(join(shop.folder, 'other.config.ts'), (await readFile(file, 'utf8')).replace(', check()]', ']'));
  const { code, err } = await shop.funade('plan staging --config other.config.ts');
  expect([code, err]).toEqual([
    2,
    expect.stringContaining('services.api.check: the plugin "check" is not listed: add check() to plugins'),
  ]);
});
