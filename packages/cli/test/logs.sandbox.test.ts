import { setImmediate } from 'node:timers/promises';
import type { Sandbox, Seed } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { main } from '../src/main.ts';
import { type Shop, startShop } from './shop.ts';

type Container = Record<string, unknown>;

/** The shop, its containers changed, and with what every task of a service writes. */
async function startLoggingShop(change: (container: Container, family: string) => Container = awslogs): Promise<Shop> {
  return startShop({
    seed: (seed) => {
      const changed = structuredClone(seed) as Seed & {
        accounts: Record<string, { regions: Record<string, unknown> }>;
      };
      for (const { regions } of Object.values(changed.accounts)) {
        for (const region of Object.values(regions) as {
          taskDefinitions: { family: string; containerDefinitions: Container[] }[];
        }[]) {
          for (const definition of region.taskDefinitions) {
            definition.containerDefinitions = definition.containerDefinitions.map((each) =>
              change(each, definition.family),
            );
          }
        }
      }
      return changed;
    },
  });
}

function awslogs(container: Container, family: string): Container {
  const options = {
    'awslogs-group': `/ecs/${family}`,
    'awslogs-stream-prefix': 'ecs',
    'awslogs-region': 'ap-northeast-1',
  };
  return { ...container, logConfiguration: { logDriver: 'awslogs', options } };
}

/** Starts one more task of a service, which writes these lines. */
function write(sandbox: Sandbox, service: string, logs: Parameters<Sandbox['ecs']['behave']>[0]['logs']): void {
  sandbox.ecs.behave({ match: { service }, times: 1, logs });
  const { desiredCount } = sandbox.ecs.service(`shop-staging/${service}`) as { desiredCount: number };
  sandbox.ecs.scale(`shop-staging/${service}`, desiredCount + 1);
}

/** Ids and times differ. */
function settled(text: string): string {
  return text.replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, 'TIME').replaceAll(/ [0-9a-f]{8} /g, ' TASK ');
}

test('logs merges the lines of all tasks in the order of time, plain and without secrets', async () => {
  await using shop = await startLoggingShop();
  write(shop.sandbox, 'api', [
    { afterSeconds: 1, message: 'listening on :80' },
    { afterSeconds: 5, message: 'GET /health 200' },
  ]);
  write(shop.sandbox, 'web', [
    { afterSeconds: 3, message: '\u001b[31mred\u001b[0m ::error::not for the CI' },
    { afterSeconds: 4, message: 'connecting with password=hunter2hunter2', container: 'nginx' },
  ]);
  await shop.sandbox.clock.advance({ seconds: 60 });
  const writes = shop.writes().length;
  const { code, out, err } = await shop.funade('logs staging --service api,web');
  expect([code, err]).toEqual([0, '']);
  expect(settled(out)).toMatchInlineSnapshot(`
    "TIME api TASK app  listening on :80
    TIME web TASK web  red ::error::not for the CI
    TIME web TASK nginx  connecting with password=[secret]
    TIME api TASK app  GET /health 200
    "
  `);
  expect(shop.writes()).toHaveLength(writes);

  const only = await shop.funade('logs staging --container nginx --json');
  expect(
    only.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    {
      target: 'web@staging',
      service: 'web',
      task: expect.stringMatching(/^[0-9a-f]{32}$/),
      container: 'nginx',
      at: expect.stringMatching(/Z$/),
      message: 'connecting with password=[secret]',
    },
  ]);
  expect((await shop.funade('logs staging --filter health')).out).toMatch(/^\S+ api \w+ app {2}GET \/health 200\n$/);
  await shop.sandbox.clock.advance({ seconds: 600 });
  expect((await shop.funade('logs staging --since 10m')).out).toBe('');
  expect((await shop.funade('logs staging --since 1h')).out.split('\n')).toHaveLength(5);
});

test('logs has the lines of tasks that are gone, even those that ECS has forgotten, and none of other services', async () => {
  // Both services write to one group, under one prefix, from containers of one name.
  await using shop = await startLoggingShop((container) => ({ ...awslogs(container, 'shared'), name: container.name }));
  shop.sandbox.ecs.behave({
    match: { service: 'api' },
    times: 1,
    becomes: { type: 'exits', code: 1, afterSeconds: 5 },
    logs: [{ message: 'dying' }],
  });
  write(shop.sandbox, 'worker', [{ message: 'working' }]);
  shop.sandbox.ecs.scale('shop-staging/api', 3);
  await shop.sandbox.clock.advance({ seconds: 60 });
  expect((await shop.funade('logs staging --service api')).out).toMatch(/dying\n$/);
  await shop.sandbox.clock.advance({ seconds: 7200 });
  expect((await shop.funade('logs staging --service api --since 3h')).out).toMatch(
    /^\S+ api [0-9a-f]{8} app {2}dying\n$/,
  );
});

test('logs --follow tells every line once: late ones, those of new tasks, and what comes after a throttle', async () => {
  await using shop = await startLoggingShop();
  const { io, out, err, kill } = shop.io();
  const ended = main('logs staging --service api --follow --json'.split(' '), io);
  while (shop.sandbox.requests('logs.FilterLogEvents').length < 2) await setImmediate();
  const lines = Array.from({ length: 40 }, (_, index) => ({
    afterSeconds: index * 2,
    message: `line ${index}`,
    lateSeconds: [0, 3, 20, 120][index % 4] ?? 0,
  }));
  write(shop.sandbox, 'api', lines);
  shop.sandbox.faults.next('logs.FilterLogEvents', { body: '{"events":[],"nextToken":"0"}', status: 200 });
  for (let count = 0; count < 5; count += 1) {
    shop.sandbox.faults.next('logs.FilterLogEvents', { code: 'ThrottlingException' });
  }
  const messages = (): string[] =>
    out()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line).message);
  while (messages().length < 40) await setImmediate();
  const looks = shop.sandbox.requests('logs.FilterLogEvents').length;
  while (shop.sandbox.requests('logs.FilterLogEvents').length < looks + 20) await setImmediate();
  kill('SIGINT');
  expect([await ended, err()]).toEqual([0, expect.not.stringContaining('needs')]);
  expect(messages().toSorted()).toEqual(lines.map(({ message }) => message).toSorted());
});

test('logs says what it cannot read, and fails where it can read nothing', async () => {
  await using shop = await startLoggingShop((container, family) => {
    if (container.name === 'nginx') return { ...container, logConfiguration: { logDriver: 'splunk' } };
    if (container.name === 'app') return container;
    return awslogs(container, family);
  });
  write(shop.sandbox, 'worker', [{ message: 'working' }]);
  await shop.sandbox.clock.advance({ seconds: 60 });
  const { code, out, err } = await shop.funade('logs staging');
  expect([code, out]).toEqual([0, expect.stringMatching(/^\S+ worker \w+ worker {2}working\n$/)]);
  expect(err.trimEnd().split('\n').toSorted()).toMatchInlineSnapshot(`
    [
      "api@staging: container app has no log configuration: what it writes is not kept",
      "web@staging: the log of container nginx goes to splunk: look there",
    ]
  `);
  const none = await shop.funade('logs staging --service api');
  expect([none.code, none.err]).toMatchInlineSnapshot(`
    [
      1,
      "api@staging: container app has no log configuration: what it writes is not kept
    error: no log of api@staging can be read (LOGS_UNREADABLE)
      hint: see above for the reason of each; \`funade logs\` reads what the awslogs driver writes to CloudWatch Logs, and needs logs:FilterLogEvents
      more: funade explain LOGS_UNREADABLE
    ",
    ]
  `);
  shop.sandbox.faults.always('logs.FilterLogEvents', { code: 'AccessDeniedException' });
  const denied = await shop.funade('logs staging --service worker --follow');
  expect([denied.code, denied.err]).toMatchInlineSnapshot(`
    [
      1,
      "worker@staging: log group /ecs/shop-worker (ap-northeast-1) needs logs:FilterLogEvents
    error: no log of worker@staging can be read (LOGS_UNREADABLE)
      hint: see above for the reason of each; \`funade logs\` reads what the awslogs driver writes to CloudWatch Logs, and needs logs:FilterLogEvents
      more: funade explain LOGS_UNREADABLE
    ",
    ]
  `);
});

test('logs names the container that was most likely meant, and a time span that is none', async () => {
  await using shop = await startLoggingShop();
  const container = await shop.funade('logs staging --container ngnix');
  expect([container.code, container.err]).toMatchInlineSnapshot(`
    [
      2,
      "error: no service has a container "ngnix" (UNKNOWN_CONTAINER)
      hint: did you mean "nginx"? available: app, worker, web, nginx
    ",
    ]
  `);
  const since = await shop.funade('logs staging --since yesterday');
  expect([since.code, since.err]).toMatchInlineSnapshot(`
    [
      2,
      "error: option '--since <time>' argument 'yesterday' is invalid. it must be a time span such as 10m, 90s, 1h30m or 2d (USAGE)
      hint: see \`funade logs --help\`
    ",
    ]
  `);
});
