import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { main } from '../src/main.ts';
import { startShop } from './shop.ts';

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
