import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hostileParts, hostileTexts } from '@funade/core/testing';
import type { BehaviourInput, Seed } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { type Shop, startShop } from './shop.ts';

/** A seed in which the tasks of v1.0.0 become something else in staging, and containers write to CloudWatch Logs. */
function withBehaviours(...behaviours: readonly BehaviourInput[]) {
  return (seed: Seed): Seed => {
    const copy = structuredClone(seed);
    const region = copy.accounts['111111111111']?.regions?.['ap-northeast-1'];
    if (region === undefined) return copy;
    region.behaviours = behaviours.map((behaviour) => ({ match: { image: '*v1.0.0*' }, ...behaviour }));
    for (const { family, containerDefinitions } of region.taskDefinitions ?? []) {
      for (const container of containerDefinitions) {
        const options = {
          'awslogs-group': `/shop/${family}`,
          'awslogs-stream-prefix': 'v',
          'awslogs-region': 'ap-northeast-1',
        };
        container.logConfiguration = { logDriver: 'awslogs', options };
      }
    }
    return copy;
  };
}

/** The same, and no circuit breaker rolls back by itself. */
function withoutBreaker(...behaviours: readonly BehaviourInput[]) {
  const change = withBehaviours(...behaviours);
  return (seed: Seed): Seed => {
    const copy = change(seed);
    const { clusters = {} } = copy.accounts['111111111111']?.regions?.['ap-northeast-1'] ?? {};
    for (const { services = {} } of Object.values(clusters)) {
      for (const service of Object.values(services)) delete service.deploymentConfiguration;
    }
    return copy;
  };
}

/** Writes options into the config of `api`. */
async function configure(shop: Shop, options: string): Promise<void> {
  const file = join(shop.folder, 'deploy.config.ts');
  const text = await readFile(file, 'utf8');
  await writeFile(
    file,
    text.replace("service: 'api', container: 'app' }", `service: 'api', container: 'app', ${options} }`),
  );
}

/** Lets something happen some seconds after the update of the service. */
function after(shop: Shop, seconds: number, act: () => void): void {
  const wait = async (): Promise<void> => {
    while (shop.sandbox.requests('ecs.UpdateService').length === 0) await shop.sandbox.clock.sleep(500);
    await shop.sandbox.clock.sleep(seconds * 1000);
    act();
  };
  void wait();
}

const deploy = 'deploy staging --tag v1.0.0 --service api';
const crash: BehaviourInput = {
  becomes: { type: 'exits', code: 3, afterSeconds: 1 },
  logs: [{ message: 'Error: DATABASE_URL is not set' }],
};

test('a container that crashes: rolled back, exit 3, and the log says why, once while waiting and once in the end', async () => {
  await using shop = await startShop({ seed: withoutBreaker(crash) });
  const { code, out, err } = await shop.funade(deploy);
  expect(code).toBe(3);
  expect(out).toMatch(/✖ api@staging +rolled back/);
  expect(out).toMatch(
    /was rolled back by this run: ecs-svc\/\d+ is serving shop-api:1 again, not shop-api:2 \(ROLLED_BACK\)/,
  );
  expect(out).toMatch(
    /because: container\.exit: Essential container in task exited\n +task [0-9a-f]+, and \d+ more for the same reason/,
  );
  expect(out).toMatch(
    /container app: exit code 3\n +log \/shop\/shop-api v\/app\/[0-9a-f]+\n +\| Error: DATABASE_URL is not set/,
  );
  expect(out).toMatch(/hint: container app ended with code 3: its last log lines show why/);
  expect(err.match(/stopped: container\.exit/g)).toHaveLength(1);
  expect(shop.writes()).toEqual(['ecs.RegisterTaskDefinition', 'ecs.UpdateService', 'ecs.StopServiceDeployment']);
});

test.each<[string, string, number, RegExp, readonly string[]]>([
  ['stop', "onFailure: 'stop'", 1, /TASKS_KEEP_FAILING/, ['ecs.StopServiceDeployment']],
  ['leave', "onFailure: 'leave'", 1, /; ECS continues it \(TASKS_KEEP_FAILING\)/, []],
])('the same with %s', async (_, ...[options, exit, said, writes]) => {
  await using shop = await startShop({ seed: withoutBreaker(crash) });
  await configure(shop, options);
  const { code, out } = await shop.funade(deploy);
  expect([code, shop.writes().slice(2)]).toEqual([exit, writes]);
  expect(out).toMatch(said);
  expect(out).toMatch(/\| Error: DATABASE_URL is not set/);
});

test('with fail fast off the circuit breaker decides, and is named', async () => {
  await using shop = await startShop({ seed: withBehaviours(crash) });
  await configure(shop, 'wait: { failFast: 0 }');
  const { code, out } = await shop.funade(deploy);
  expect([code, shop.writes().slice(2)]).toEqual([3, []]);
  expect(out).toMatch(
    /was rolled back by ECS's circuit breaker \(\d+ failed tasks, threshold \d+\): .*\(ROLLED_BACK\)/,
  );
  expect(out).toMatch(/\| Error: DATABASE_URL is not set/);
});

const stuck: BehaviourInput = { becomes: 'never-starts' };

test('somebody deploys something else: superseded, exit 4, by what and since when', async () => {
  await using shop = await startShop({ seed: withBehaviours(stuck) });
  after(shop, 9, () => shop.sandbox.ecs.deploy('shop-staging/api', 'shop-worker:1'));
  const { code, out } = await shop.funade(deploy);
  expect(code).toBe(4);
  expect(out).toMatch(
    /was superseded by ecs-svc\/\d+ with task definition shop-worker:1, started at \d{4}-.*Z \(SUPERSEDED\)/,
  );
  expect(shop.writes().slice(2)).toEqual([]);
});

test('the wait ends: exit 6, what is pending and how to go on watching', async () => {
  await using shop = await startShop({ seed: withBehaviours(stuck) });
  await configure(shop, "wait: { budget: '3m' }");
  const { code, out } = await shop.funade(deploy);
  expect(code).toBe(6);
  expect(out).toMatch(/is not done after 3m: 0\/2 running, 2 starting; 2 old running \(ROLLOUT_TIMED_OUT\)/);
  expect(out).toMatch(/hint: it continues in ECS; `funade watch staging` keeps waiting/);
  expect(shop.writes().slice(2)).toEqual([]);
});

test('a service that is busy: exit 1 when it is not to be waited for, and nothing is sent', async () => {
  await using shop = await startShop();
  await configure(shop, "onBusy: 'fail'");
  shop.sandbox.ecs.behave({ match: { service: 'api' }, becomes: 'never-starts' });
  shop.sandbox.ecs.deploy('shop-staging/api');
  const { code, err } = await shop.funade(deploy);
  expect(code).toBe(1);
  expect(err).toMatch(/deployment ecs-svc\/\d+ of api \(shop-api:1\) is in progress \(DEPLOYMENT_BUSY\)/);
  expect(err).toMatch(/hint: run it again when that has ended, or set ecs\.onBusy to 'supersede' to replace it/);
  expect(shop.writes()).toEqual([]);
});

test('the service is deleted under us: exit 1, at once', async () => {
  await using shop = await startShop({ seed: withBehaviours(stuck) });
  after(shop, 9, () => shop.sandbox.ecs.deleteService('shop-staging/api'));
  const { code, out } = await shop.funade(deploy);
  expect(code).toBe(1);
  expect(out).toMatch(/service api in cluster shop-staging was deleted during its rollout \(SERVICE_DELETED\)/);
});

test('the credentials end and no others can be had: exit 1, at once, with the reason', async () => {
  await using shop = await startShop({ seed: withBehaviours(stuck) });
  let since = 0;
  after(shop, 9, () => {
    since = shop.sandbox.clock.now();
    shop.sandbox.faults.always('ecs.*', { code: 'ExpiredTokenException' });
  });
  const { code, out } = await shop.funade(deploy);
  expect(code).toBe(1);
  expect(out).toMatch(/\(ROLLOUT_UNSEEN\)/);
  expect(out).toMatch(/because: .*expired/);
  expect(shop.sandbox.clock.now() - since).toBeLessThanOrEqual(10_000);
});

test('a session that ends in the middle of a wait is renewed, and the wait goes on', async () => {
  await using shop = await startShop({ seed: withBehaviours({ startSeconds: 70 * 60 }) });
  await configure(shop, "wait: { budget: '2h' }");
  const { code, out } = await shop.funade(deploy);
  expect(code).toBe(0);
  expect(out).toMatch(/✔ api@staging +succeeded/);
  expect(shop.sandbox.requests('sts.AssumeRole').length).toBeGreaterThan(1);
}, 30_000);

test('no word on service deployments: the same verdict, and one line says what cannot be told', async () => {
  await using shop = await startShop();
  shop.sandbox.faults.always('ecs.DescribeServiceDeployments', { code: 'AccessDeniedException', message: 'not you' });
  const { code, out } = await shop.funade('deploy staging --tag v1.0.0');
  expect(code).toBe(0);
  expect(out.match(/service deployments cannot be read/g)).toHaveLength(1);
});

test('of two services one fails: exit 3, and each has its own line', async () => {
  await using shop = await startShop({
    seed: withBehaviours({ ...crash, match: { service: 'worker', image: '*v1.0.0*' } }),
  });
  const { code, out } = await shop.funade('deploy staging --tag v1.0.0 --service api,worker');
  expect(code).toBe(3);
  expect(out).toMatch(/✔ api@staging +succeeded/);
  expect(out).toMatch(/✖ worker@staging +rolled back/);
});

test('a paused deployment: exit 7, at once, with the commands that end the pause', async () => {
  const hook = { targetType: 'PAUSE', lifecycleStages: ['PRE_SCALE_UP'] };
  await using shop = await startShop({
    seed: (seed) => {
      const copy = structuredClone(seed);
      const services = copy.accounts['111111111111']?.regions?.['ap-northeast-1']?.clusters?.['shop-staging']?.services;
      if (services?.api !== undefined) {
        services.api.deploymentConfiguration = { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 1, lifecycleHooks: [hook] };
      }
      return copy;
    },
  });
  const { code, out } = await shop.funade(deploy);
  expect(code).toBe(7);
  expect(out).toMatch(
    /is waiting for approval at PRE_SCALE_UP until \S+Z, then rolls back \(hook \S+\) \(ROLLOUT_PAUSED\)/,
  );
  expect(out).toMatch(
    /hint: `funade continue staging --service api` continues it, `funade abort staging --service api` rolls it back/,
  );
});

test.each(['list', 'lines', 'json'] as const)(
  'a container that writes hostile lines and secrets into its log, as %s',
  async (reporter) => {
    const secret = 'connecting to postgres://app:hunter2@db.internal/shop';
    const logs = [...hostileTexts.slice(0, 17), secret].map((message) => ({ message }));
    await using shop = await startShop({ seed: withoutBreaker({ ...crash, logs }) });
    const terminal = reporter === 'list' ? { columns: 100, rows: 40 } : undefined;
    const env = { GITHUB_ACTIONS: 'true', GITHUB_REF: 'refs/tags/v1.0.0' };
    const options = { env, ...(terminal === undefined ? {} : { terminal }) };
    const { code, out, err } = await shop.funade(`${deploy} --reporter ${reporter}`, options);
    expect(code).toBe(3);
    // What draws the list is ours, and so are the orders that hide our session.
    const theirs = `${out}\n${err}`
      .replaceAll(/\p{Cc}\[(?:\?25[hl]|2K|0?J|\d+A)\r?/gu, '')
      .replaceAll(/^::(?:add-mask::.*|group::.*|endgroup::)$/gm, '');
    expect(hostileParts(theirs)).toEqual([]);
    expect(theirs.split('\n').filter((line) => /^✔ api@/.test(line))).toEqual([]);
    expect(theirs).toContain('postgres://app:[secret]@db.internal/shop');
    expect(theirs).not.toContain('hunter2');
  },
);
