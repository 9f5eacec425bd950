import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { main } from '../src/main.ts';
import { type Shop, type ShopOptions, startShop } from './shop.ts';

/** Times and ids differ. */
function settled(text: string): string {
  return text
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/g, 'TIME')
    .replaceAll(/ecs-svc\/\d+/g, 'ecs-svc/N')
    .replaceAll(/\(task [0-9a-f]+\)/g, '(task ID)');
}

test('events shows what ECS says of each service, the newest last', async () => {
  await using shop = await startShop();
  shop.sandbox.ecs.scale('shop-staging/api', 3);
  await shop.sandbox.clock.advance({ seconds: 120 });
  const { code, out, err } = await shop.funade('events staging --service api,worker --limit 2');
  expect([code, err]).toEqual([0, '']);
  expect(settled(out)).toMatchInlineSnapshot(`
    "api: shop-staging/api
      TIME (service api) has started 1 tasks: (task ID).
      TIME (service api) has reached a steady state.

    worker: shop-staging/worker
      TIME (service worker) has reached a steady state.
      TIME (service worker) has reached a steady state.
    "
  `);
  const { targets } = JSON.parse((await shop.funade('events staging --service api --json')).out);
  const times = targets[0].events.map(({ at }: { at: string }) => at);
  expect(times).toEqual(times.toSorted());
  expect(targets[0].events.at(-1)).toEqual({
    id: expect.any(String),
    at: expect.stringMatching(/Z$/),
    message: '(service api) has reached a steady state.',
    source: 'events',
  });
});

test('events --follow tells each event once, of all services, and Ctrl-C ends it well', async () => {
  await using shop = await startShop();
  const { io, out, kill } = shop.io();
  const ended = main('events staging --follow --service api,web --json'.split(' '), io);
  shop.sandbox.ecs.scale('shop-staging/api', 3);
  shop.sandbox.ecs.scale('shop-staging/web', 1);
  const steady = (): number => out().split('has reached a steady state').length - 1;
  const before = steady();
  while (steady() < before + 2) await setImmediate();
  kill('SIGINT');
  expect(await ended).toBe(0);
  const lines = out()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(new Set(lines.map(({ target }) => target))).toEqual(new Set(['api@staging', 'web@staging']));
  const told = lines.map((line) => JSON.stringify(line));
  expect(new Set(told).size).toBe(told.length);
});

test('events --follow ends when nobody reads any more, and SIGTERM is no good end', async () => {
  await using shop = await startShop();
  const { io, kill } = shop.io();
  let reads = 2;
  const stdout = {
    ...io.stdout,
    get isOpen() {
      reads -= 1;
      return reads >= 0;
    },
  };
  expect(await main('events staging --follow'.split(' '), { ...io, stdout })).toBe(0);

  const ended = main('events staging --follow'.split(' '), io);
  while (shop.sandbox.requests('ecs.DescribeServices').length < 5) await setImmediate();
  kill('SIGTERM');
  expect(await ended).toBe(143);
});

const group = '/ecs/actions';

/** A shop whose cluster of staging delivers its action logs. */
function actionShop(more: ShopOptions = {}): Promise<Shop> {
  return startShop({
    ...more,
    seed: (seed) => {
      const copy = structuredClone(seed);
      const region = copy.accounts['111111111111']?.regions?.['ap-northeast-1'];
      if (region === undefined) throw new TypeError('the shop has no region');
      region.actionLogs = { 'shop-staging': group };
      return copy;
    },
  });
}

test('where a cluster delivers its action logs, they stand among the events, and are marked', async () => {
  await using shop = await actionShop();
  expect((await shop.funade('deploy staging --tag v1.0.0 --service api')).code).toBe(0);
  await shop.sandbox.clock.advance({ seconds: 10 });
  const { code, out, err } = await shop.funade('events staging --service api,web');
  expect([code, err]).toEqual([0, '']);
  expect(settled(out)).toContain('  TIME action log: SERVICE_DEPLOYMENT_SUCCESSFUL\n');
  expect(settled(out)).toContain('  TIME (service api) has reached a steady state.\n');
  // Those of another service of the cluster are not among them.
  expect(out.split('\n\n')[1]).not.toContain('action log');
  const { targets } = JSON.parse((await shop.funade('events staging --service api --json --limit 3')).out);
  expect(targets[0].events).toHaveLength(3);
  expect(new Set(targets[0].events.map(({ source }: { source: string }) => source))).toContain('action-logs');
  const times = targets[0].events.map(({ at }: { at: string }) => at);
  expect(times).toEqual(times.toSorted());
});

test('events --follow tells entries of action logs once, when they have been delivered', async () => {
  await using shop = await actionShop();
  const { io, out, kill } = shop.io();
  const ended = main('events staging --follow --service api --json'.split(' '), io);
  shop.sandbox.ecs.deploy('shop-staging/api', 'shop-api:1');
  const entries = (): readonly string[] =>
    out()
      .split('\n')
      .filter((line) => line.includes('"action-logs"'));
  while (!entries().some((line) => line.includes('SERVICE_DEPLOYMENT_SUCCESSFUL'))) await setImmediate();
  kill('SIGINT');
  expect(await ended).toBe(0);
  expect(new Set(entries()).size).toBe(entries().length);
});

test('action logs that may not be read are named, and events are shown all the same', async () => {
  await using shop = await actionShop();
  shop.sandbox.faults.always('logs.FilterLogEvents', { code: 'AccessDeniedException', status: 400 });
  const { code, out } = await shop.funade('events staging --service api');
  expect([code, out]).toEqual([
    0,
    expect.stringContaining(`action logs are in log group ${group}, which needs logs:FilterLogEvents`),
  ]);
  expect(out).toContain('has reached a steady state');
});

test('whoever may not look for action logs sees the events as before', async () => {
  await using shop = await actionShop();
  shop.sandbox.faults.always('logs.DescribeDeliverySources', { code: 'AccessDeniedException', status: 400 });
  const { code, out, err } = await shop.funade('events staging --service api');
  expect([code, err, out.includes('action log')]).toEqual([0, '', false]);
});
