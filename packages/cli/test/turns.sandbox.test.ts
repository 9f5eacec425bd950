import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BehaviourInput, Seed } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { main } from '../src/main.ts';
import { type Shop, type ShopOptions, startShop } from './shop.ts';

const api = 'shop-staging/api';
const deploy = 'deploy staging --tag v1.0.0 --service api';

/** Writes options into the config of `api`. */
async function configure(shop: Shop, options: string): Promise<void> {
  const file = join(shop.folder, 'deploy.config.ts');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace("container: 'app' }", `container: 'app', ${options} }`));
}

/** A seed with one more revision of `shop-api`, which somebody made by hand and nobody runs yet. */
function withHotfix(seed: Seed): Seed {
  const copy = structuredClone(seed);
  const region = copy.accounts['111111111111']?.regions?.['ap-northeast-1'];
  const running = region?.taskDefinitions?.find(({ family }) => family === 'shop-api');
  const service = region?.clusters?.['shop-staging']?.services?.api;
  if (region === undefined || running === undefined || service === undefined) return copy;
  const [container] = running.containerDefinitions;
  const fixed = { ...running, containerDefinitions: [{ ...container, image: '{{registry}}/shop/api:hotfix' }] };
  region.taskDefinitions?.push(fixed as typeof running);
  service.taskDefinition = 'shop-api:1';
  region.repositories?.['shop/api']?.images?.push({ tags: ['hotfix'], files: { '/app/main': 'api hotfix\n' } });
  return copy;
}

/** The shop while somebody's deployment of `shop-api:2` is in progress. */
async function busyShop(ends: 'well' | 'badly' | 'never' = 'well', options: ShopOptions = {}): Promise<Shop> {
  const shop = await startShop({ ...options, seed: withHotfix });
  occupy(shop, ends);
  return shop;
}

function occupy(shop: Shop, ends: 'well' | 'badly' | 'never'): void {
  const becomes = { well: 'running', badly: 'image-missing', never: 'never-starts' }[ends];
  shop.sandbox.ecs.behave({ match: { image: '*:hotfix' }, becomes } as BehaviourInput);
  shop.sandbox.ecs.deploy(api, 'shop-api:2');
}

function revision(shop: Shop): string {
  return String(shop.sandbox.ecs.service(api).taskDefinition).split('/').at(-1) ?? '';
}

test('a deploy waits for its turn before it plans, so that what is confirmed is what is done', async () => {
  await using shop = await busyShop();
  const { code, out, err } = await shop.funade(deploy);
  expect([code, err]).toEqual([
    0,
    expect.stringMatching(/^api@staging: waiting for deployment ecs-svc\/\d+ to end: /m),
  ]);
  expect(out).toMatch(/shop-api:2/);
  expect(out).not.toMatch(/in progress/);
  expect(revision(shop)).toBe('shop-api:3');
});

test('what was rolled back meanwhile is not planned from', async () => {
  await using shop = await busyShop('badly');
  const { code, out } = await shop.funade(deploy);
  expect([code, revision(shop)]).toEqual([0, 'shop-api:3']);
  expect(out).toMatch(/shop-api:1 → shop-api/);
});

test('onBusy: fail says so before anything is built or registered', async () => {
  await using shop = await busyShop('well', { pushed: [] });
  await configure(shop, "onBusy: 'fail'");
  const { code, err } = await shop.funade(`${deploy} --allow-dirty`);
  expect([code, shop.writes()]).toEqual([1, []]);
  expect(err).toMatch(/deployment ecs-svc\/\d+ of api \(shop-api:2\) is in progress \(DEPLOYMENT_BUSY\)/);
});

test('a turn that does not come in time ends the deploy with nothing written', async () => {
  await using shop = await busyShop('never');
  await configure(shop, "wait: { budget: '3m' }");
  const { code, err } = await shop.funade(`${deploy} --allow-dirty`);
  expect([code, shop.writes()]).toEqual([1, []]);
  expect(err).toMatch(/is still in progress after 3m \(DEPLOYMENT_BUSY\)/);
});

test('a signal while the turn is waited for ends the deploy with nothing written', async () => {
  await using shop = await busyShop('never');
  const given = shop.io();
  void (async () => {
    // The clock jumps while the command only loads, so the signal comes once the turn is waited for.
    while (shop.sandbox.requests('ecs.DescribeServices').length < 4) await shop.sandbox.clock.sleep(1_000);
    given.kill('SIGINT');
  })();
  expect([await main(deploy.split(' '), given.io), shop.writes()]).toEqual([130, []]);
});

test('a plan is shown at once, and says what a deploy waits for', async () => {
  await using shop = await busyShop();
  const { code, out } = await shop.funade('plan staging --tag v1.0.0 --service api');
  expect(code).toBe(0);
  expect(out).toMatch(/another deployment of service api is in progress: a deploy waits for it to end, and then plans/);
});

test('the same release started twice at once is built, registered and rolled out once', async () => {
  await using shop = await startShop({ pushed: [] });
  const runs = await Promise.all([shop.funade(deploy), shop.funade(deploy)]);
  expect(runs.map(({ code }) => code)).toEqual([0, 0]);
  expect(shop.sandbox.ecs.serviceDeployments(api)).toHaveLength(2);
  expect(revision(shop)).toBe('shop-api:2');
});

test('a release that is rolling out already is waited for, and not started again', async () => {
  await using shop = await startShop();
  let second: ReturnType<Shop['funade']> | undefined;
  void (async () => {
    while (shop.sandbox.requests('ecs.UpdateService').length === 0) await shop.sandbox.clock.sleep(200);
    second = shop.funade(deploy);
  })();
  const first = await shop.funade(deploy);
  const joined = await second;
  expect([first.code, joined?.code]).toEqual([0, 0]);
  expect(joined?.out).toMatch(/is already rolling out v1\.0\.0 \(shop-api:2\); waiting for it/);
  expect(shop.sandbox.requests('ecs.UpdateService')).toHaveLength(1);
});

test('a newer release that is rolling out is not waited for to be replaced', async () => {
  await using shop = await startShop();
  await shop.git('checkout', '--quiet', 'v1.1.0');
  let second: ReturnType<Shop['funade']> | undefined;
  void (async () => {
    while (shop.sandbox.requests('ecs.UpdateService').length === 0) await shop.sandbox.clock.sleep(200);
    await shop.git('checkout', '--quiet', 'v1.0.0');
    second = shop.funade(deploy);
  })();
  const first = await shop.funade('deploy staging --tag v1.1.0 --service api');
  const older = await second;
  expect([first.code, older?.code]).toEqual([0, 8]);
  expect(older?.err).toMatch(/api@staging runs v1\.1\.0, which is newer than v1\.0\.0 \(DOWNGRADE\)/);
});

test.each([
  ['badly', 0, /to end/],
  ['well', 8, /PLAN_STALE/],
] as const)('a saved plan waits for a deployment that ends %s, and exits %d', async (ends, code, says) => {
  await using shop = await startShop({ seed: withHotfix });
  await shop.funade('plan staging --tag v1.0.0 --service api --out .git/plan.json');
  occupy(shop, ends);
  const applied = await shop.funade('apply .git/plan.json');
  expect([applied.code, applied.err]).toEqual([code, expect.stringMatching(says)]);
});

/** Calls `act` once, when this operation has been called. */
function onceCalled(shop: Shop, operation: string, act: () => void): void {
  void (async () => {
    while (shop.sandbox.requests(operation).length === 0) await shop.sandbox.clock.sleep(250);
    act();
  })();
}

test.each([
  ['while images are pushed', 'registry.PUT*', 0],
  ['once the revision is registered', 'ecs.RegisterTaskDefinition', 1],
] as const)('a hot fix that comes %s: exit 8, and it stays', async (_, operation, registered) => {
  await using shop = await startShop({ seed: withHotfix, pushed: [] });
  shop.sandbox.faults.latency('ecs.DescribeTaskDefinition', 600);
  shop.sandbox.faults.latency('ecs.DescribeServices', 600);
  onceCalled(shop, operation, () => occupy(shop, 'well'));
  const { code, out } = await shop.funade(deploy);
  expect([code, revision(shop)]).toEqual([8, 'shop-api:2']);
  expect(out.replaceAll(/\s+/g, ' ')).toMatch(
    /service api has changed since it was planned: deployment ecs-svc\/\d+ of shop-api:2, registered by arn:\S+ \(SERVICE_MOVED\)/,
  );
  expect(out.replaceAll(/\s+/g, ' ')).toContain('`funade deploy staging --service api` plans again from it');
  const writes = shop.writes().filter((write) => write.startsWith('ecs.'));
  expect(writes).toEqual(Array(registered).fill('ecs.RegisterTaskDefinition'));
});
