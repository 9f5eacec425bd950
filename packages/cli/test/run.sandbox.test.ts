import { expect, test } from 'vitest';
import { main } from '../src/main.ts';
import { type Shop, startShop } from './shop.ts';

type Json = Record<string, unknown>;

const network = { awsvpcConfiguration: { subnets: ['subnet-a'] } };
const log = {
  logDriver: 'awslogs',
  options: { 'awslogs-group': '/shop', 'awslogs-region': 'ap-northeast-1', 'awslogs-stream-prefix': 'ecs' },
};

/** The demo's shop, whose service `api` has a network and a log. */
function startRunShop(): Promise<Shop> {
  return startShop({
    seed: (seed) => {
      const changed = structuredClone(seed) as unknown as {
        readonly accounts: Record<string, { readonly regions: Record<string, RegionSeed> }>;
      };
      for (const region of Object.values(changed.accounts).flatMap(({ regions }) => Object.values(regions))) {
        for (const { services } of Object.values(region.clusters)) {
          services.api = { ...services.api, networkConfiguration: network };
        }
        for (const { containerDefinitions } of region.taskDefinitions) {
          for (const container of containerDefinitions) container.logConfiguration = log;
        }
      }
      return changed as unknown as typeof seed;
    },
  });
}

interface RegionSeed {
  readonly clusters: Readonly<Record<string, { readonly services: Record<string, Json> }>>;
  readonly taskDefinitions: readonly { readonly containerDefinitions: Json[] }[];
}

/** `run` with the words of a command as they are; ids differ. */
async function run(shop: Shop, typed: readonly string[], input?: Parameters<Shop['io']>[0]) {
  const given = shop.io(input);
  const code = await main(['run', ...typed], given.io);
  const plain = (text: string): string => text.replaceAll(/\b[0-9a-f]{32}\b/g, 'TASK');
  return { code, out: plain(given.out()), err: plain(given.err()) };
}

function goes(shop: Shop, code: number, message = 'seeded'): void {
  shop.sandbox.ecs.behave({
    match: { startedBy: 'funade-run/*' },
    becomes: { type: 'exits', code, afterSeconds: 4 },
    logs: [{ afterSeconds: 1, message }],
  });
}

test('run runs a command with the image and configuration of what runs, and shows its log', async () => {
  await using shop = await startRunShop();
  goes(shop, 0, 'password=hunter2hunter2 seeded');
  const { code, out, err } = await run(shop, ['staging', 'api', '--', 'node', 'seed.js']);
  expect([code, out]).toEqual([0, 'password=[secret] seeded\n']);
  expect(err).toBe(
    ['started on shop-api:1', 'PROVISIONING', 'PENDING', 'RUNNING'].map((text) => `task TASK: ${text}\n`).join(''),
  );
  const [request] = shop.sandbox.requests('ecs.RunTask');
  expect(request?.body).toMatchObject({
    taskDefinition: expect.stringMatching(/shop-api:1$/),
    networkConfiguration: network,
    overrides: { containerOverrides: [{ name: 'app', command: ['node', 'seed.js'] }] },
    startedBy: 'funade-run/shop/staging/api',
  });
});

test('its exit code is ours, and what shows why is told', async () => {
  await using shop = await startRunShop();
  goes(shop, 3, 'no such table');
  const { code, out, err } = await run(shop, ['staging', 'api', '--', 'node', 'seed.js']);
  expect([code, out]).toEqual([3, 'no such table\n']);
  expect(err).toContain('task of api (TASK) failed: container app ended with exit code 3');
});

test('--json prints how it ended, and the log goes to stderr', async () => {
  await using shop = await startRunShop();
  goes(shop, 3);
  const { code, out, err } = await run(shop, ['staging', 'api', '--json', '--count', '2', '--', 'node', 'seed.js']);
  expect(code).toBe(3);
  expect(JSON.parse(out)).toMatchObject({
    target: 'api@staging',
    revision: 'shop-api:1',
    tasks: [
      { id: 'TASK', state: 'failed', exitCode: 3, error: { code: 'TASK_FAILED' } },
      { id: 'TASK', state: 'failed', exitCode: 3 },
    ],
  });
  expect(err.match(/^[0-9a-f]{8} \| seeded$/gm)).toHaveLength(2);
});

test('--detach starts it and prints its id', async () => {
  await using shop = await startRunShop();
  shop.sandbox.ecs.behave({ match: { startedBy: 'funade-run/*' }, becomes: 'running' });
  const { code, out } = await run(shop, ['staging', 'api', '--detach', '--', 'sleep', '60']);
  expect([code, out]).toEqual([0, 'TASK\n']);
});

test('a revision, or that of a release, is run when it is named', async () => {
  await using shop = await startRunShop();
  goes(shop, 0);
  expect((await shop.funade('deploy staging --service api')).code).toBe(0);
  for (const named of [['--revision', '1'], ['--revision', 'shop-api:1'], ['--tag', 'v1.0.0'], []]) {
    expect((await run(shop, ['staging', 'api', ...named, '--', 'true'])).code).toBe(0);
  }
  const ran = shop.sandbox.requests('ecs.RunTask').map(({ body }) => (body as Json).taskDefinition);
  expect(ran.map((arn) => String(arn).split('/')[1])).toEqual(['shop-api:1', 'shop-api:1', 'shop-api:2', 'shop-api:2']);
  const unknown = await run(shop, ['staging', 'api', '--tag', 'v9.0.0', '--', 'true']);
  expect([unknown.code, unknown.err]).toEqual([
    2,
    expect.stringContaining('no active revision of shop-api for v9.0.0'),
  ]);
});

test('the answer to RunTask may be lost: one task is started', async () => {
  await using shop = await startRunShop();
  goes(shop, 0);
  shop.sandbox.faults.next('ecs.RunTask', { reset: 'after' }, 2);
  expect((await run(shop, ['staging', 'api', '--', 'true'])).code).toBe(0);
  const tasks = (shop.sandbox.ecs.tasks() as readonly Json[]).filter(({ startedBy }) =>
    String(startedBy).startsWith('funade-run'),
  );
  expect(tasks).toHaveLength(1);
});

test.each([
  [['staging', 'api', '--task', 'seed'], 'api@staging has no task "seed" under ecs.tasks'],
  [['staging', 'ap', '--', 'true'], 'there is no service "ap"'],
  [['staging', 'api', '--count', '11', '--', 'true'], 'it must be from 1 to 10'],
  [['staging', 'api', '--revision', '1', '--tag', 'v1.0.0'], 'cannot be used with'],
])('%j is refused', async (typed, message) => {
  await using shop = await startRunShop();
  const { code, err } = await run(shop, typed);
  expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  expect(shop.sandbox.requests('ecs.RunTask')).toEqual([]);
});

test('where the environment wants confirmation it is asked for', async () => {
  await using shop = await startRunShop();
  const { code, err } = await run(shop, ['production', 'api', '--', 'true']);
  expect([code, err]).toEqual([2, expect.stringContaining('--yes')]);
});

test('Ctrl-C stops the task', async () => {
  await using shop = await startRunShop();
  shop.sandbox.ecs.behave({ match: { startedBy: 'funade-run/*' }, becomes: 'running' });
  const given = shop.io();
  const ending = main(['run', 'staging', 'api', '--', 'sleep', '600'], given.io);
  while (!given.err().includes('RUNNING')) await shop.sandbox.clock.sleep(1000);
  given.kill('SIGINT');
  expect(await ending).toBe(130);
  expect(given.err()).toMatch(/warning: task of api \(\w+\) was stopped, as the run was interrupted/);
});
