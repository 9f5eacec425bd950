import { expect, test } from 'vitest';
import { startShop } from './shop.ts';

/** Ids, addresses and times differ. */
function settled(text: string): string {
  return text
    .replaceAll(/\b[0-9a-f]{32}\b/g, 'TASK')
    .replaceAll(/ {2,}/g, '  ')
    .replaceAll(/10\.0\.\d+\.\d+/g, 'ADDRESS')
    .replaceAll(/ap-northeast-1[abc]/g, 'ap-northeast-1x')
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d UTC \([^)]*\)/g, 'TIME');
}

test('tasks shows what runs, and with --stopped why the rest has stopped, changing nothing', async () => {
  await using shop = await startShop();
  const first = await shop.funade('tasks staging --service api');
  expect([first.code, first.err]).toEqual([0, '']);
  expect(settled(first.out)).toMatchInlineSnapshot(`
    "api: shop-staging/api, 2 of 2 running
      task  revision  release  state  zone  address  started  cpu  memory
      TASK  shop-api:1  v0.9.0  running  ap-northeast-1x  ADDRESS  TIME  256  512
      TASK  shop-api:1  v0.9.0  running  ap-northeast-1x  ADDRESS  TIME  256  512
    "
  `);

  shop.sandbox.ecs.behave({
    match: { service: 'api' },
    times: 1,
    becomes: { type: 'exits', code: 3, afterSeconds: 5 },
    logs: [],
  });
  shop.sandbox.ecs.scale('shop-staging/api', 3);
  await shop.sandbox.clock.advance({ seconds: 120 });
  const writes = shop.writes().length;
  const { code, out } = await shop.funade('tasks staging --service api --stopped');
  expect(code).toBe(0);
  expect(settled(out)).toMatchInlineSnapshot(`
    "api: shop-staging/api, 3 of 3 running
      task  revision  release  state  zone  address  started  cpu  memory
      TASK  shop-api:1  v0.9.0  running  ap-northeast-1x  ADDRESS  TIME  256  512
      TASK  shop-api:1  v0.9.0  running  ap-northeast-1x  ADDRESS  TIME  256  512
      TASK  shop-api:1  v0.9.0  running  ap-northeast-1x  ADDRESS  TIME  256  512
      TASK  shop-api:1  v0.9.0  stopped  ap-northeast-1x  ADDRESS  TIME  256  512
      stopped TIME: EssentialContainerExited, container.exit, Essential container in task exited
      container app: exit code 3
    "
  `);
  expect(shop.writes()).toHaveLength(writes);

  const { targets } = JSON.parse((await shop.funade('tasks staging --service api --stopped --json')).out);
  expect(targets).toHaveLength(1);
  expect(targets[0].tasks.at(-1)).toEqual({
    id: expect.stringMatching(/^[0-9a-f]{32}$/),
    revision: 'shop-api:1',
    release: 'v0.9.0',
    deployment: expect.stringMatching(/^ecs-svc\/\d+$/),
    status: 'STOPPED',
    stopping: false,
    health: 'UNKNOWN',
    zone: expect.stringMatching(/^ap-northeast-1[abc]$/),
    address: expect.stringMatching(/^10\./),
    startedAt: expect.stringMatching(/Z$/),
    cpu: '256',
    memory: '512',
    capacity: 'FARGATE',
    exec: false,
    containers: [{ name: 'app', status: 'STOPPED', health: 'UNKNOWN', exitCode: 3, reason: null }],
    stop: {
      code: 'EssentialContainerExited',
      reason: 'Essential container in task exited',
      cause: 'container.exit',
      at: expect.stringMatching(/Z$/),
    },
  });
});

test('tasks says that a service is not there, and which release it may not read', async () => {
  await using shop = await startShop();
  shop.sandbox.ecs.deleteService('shop-staging/worker');
  await shop.sandbox.clock.advance({ seconds: 120 });
  shop.sandbox.faults.always('ecs.DescribeTaskDefinition', { code: 'AccessDeniedException' });
  const { code, out } = await shop.funade('tasks staging --service api,worker --json');
  expect(code).toBe(0);
  const { targets } = JSON.parse(out);
  expect(
    targets.map(({ note, tasks }: { note: string; tasks: { release: string }[] }) => [
      note,
      tasks.map((task) => task.release),
    ]),
  ).toEqual([
    ['which release a task runs needs ecs:DescribeTaskDefinition', [null, null]],
    ['there is no such service', []],
  ]);
});

test.each(['tasks', 'events'])(
  '%s names the service and the environment that were most likely meant',
  async (command) => {
    await using shop = await startShop();
    const service = await shop.funade(`${command} staging --service wokrer`);
    expect([service.code, service.err]).toEqual([2, expect.stringContaining('did you mean "worker"?')]);
    const environment = await shop.funade(`${command} stagign`);
    expect([environment.code, environment.err]).toEqual([2, expect.stringContaining('did you mean "staging"?')]);
  },
);
