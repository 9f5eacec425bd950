import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Seed } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { grantFor, refusals } from './iam-grant.ts';
import { type Shop, startShop } from './shop.ts';

const hooksAt = (...lifecycleStages: readonly string[]) => ({
  strategy: 'BLUE_GREEN',
  bakeTimeInMinutes: 5,
  lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages }],
});

/** A shop whose `api` in staging is blue/green and waits for approval once test traffic goes to the new tasks. */
const pausing = (seed: Seed): Seed => deployedBy(hooksAt('POST_TEST_TRAFFIC_SHIFT'))(seed);

const deployedBy =
  (deploymentConfiguration: object) =>
  (seed: Seed): Seed => {
    const [account, region] = ['111111111111', 'ap-northeast-1'];
    const copy = structuredClone(seed);
    const service = copy.accounts[account]?.regions?.[region]?.clusters?.['shop-staging']?.services?.api;
    if (service === undefined) throw new TypeError('the shop has no api');
    const targetGroupArn = `arn:aws:elasticloadbalancing:${region}:${account}:targetgroup/api/0123456789abcdef`;
    Object.assign(service, {
      loadBalancers: [{ targetGroupArn, containerName: 'app', containerPort: 80 }],
      deploymentConfiguration,
    });
    return copy;
  };

/** What the revision that is rolled out has of the traffic. */
function trafficOf({ sandbox }: Shop): unknown {
  const [newest] = sandbox.ecs.at({ account: '111111111111' }).serviceDeployments('shop-staging/api');
  return newest?.targetServiceRevision;
}

async function deployToPause(): Promise<Shop> {
  const shop = await startShop({ seed: pausing });
  const deployed = await shop.funade('deploy staging --tag v1.0.0 --service api --wait-until paused');
  expect([deployed.code, deployed.out]).toEqual([0, expect.stringContaining('… api@staging  in progress')]);
  return shop;
}

test('a deploy until the pause leaves all production traffic on the old tasks, and test traffic on the new ones', async () => {
  await using shop = await deployToPause();
  expect(trafficOf(shop)).toMatchObject({ requestedProductionTrafficWeight: 0, requestedTestTrafficWeight: 100 });
});

test('abort after a check that has failed takes the release back before production traffic has moved', async () => {
  await using shop = await deployToPause();
  const { code, out } = await shop.funade('abort staging --service api');
  expect([code, out]).toEqual([3, expect.stringMatching(/✖ api@staging +rolled back/)]);
  expect(trafficOf(shop)).toMatchObject({ requestedProductionTrafficWeight: 0 });
  expect(shop.writes().filter((call) => call.endsWith('ServiceDeployment'))).toEqual(['ecs.StopServiceDeployment']);
  expect((await shop.funade('status staging --service api')).out).toContain('shop-api:1');
});

test('continue after a check that went well moves it, and gives the verdict', async () => {
  await using shop = await deployToPause();
  const { code, out } = await shop.funade('continue staging --service api');
  expect([code, out]).toEqual([0, expect.stringMatching(/✔ api@staging +succeeded/)]);
  expect(trafficOf(shop)).toMatchObject({ requestedProductionTrafficWeight: 100 });
});

/** What a test listener would answer, and what the traffic was when it was asked. */
interface Listener extends AsyncDisposable {
  readonly url: string;
  answer: () => number;
  readonly seen: unknown[];
}

async function startListener(): Promise<Listener & { watch(shop: Shop): void }> {
  let watched: Shop | null = null;
  const server = createServer((_, response) => {
    const weights = watched === null ? null : (trafficOf(watched) as Record<string, unknown>);
    listener.seen.push(weights?.requestedProductionTrafficWeight);
    response.statusCode = listener.answer();
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const listener = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/healthz`,
    answer: () => 200,
    seen: [] as unknown[],
    watch: (shop: Shop) => {
      watched = shop;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return listener;
}

async function startChecked(
  check: string,
  seed: (seed: Seed) => Seed = pausing,
  onFailure = 'rollback',
): Promise<Shop> {
  const shop = await startShop({ seed });
  const file = join(shop.folder, 'deploy.config.ts');
  const text = (await readFile(file, 'utf8'))
    .replace('defineConfig, ecr, ecs }', 'check, defineConfig, ecr, ecs }')
    .replace('[ecr(), ecs()]', '[ecr(), ecs(), check()]')
    .replace(
      "service: 'api', container: 'app' },",
      `service: 'api', container: 'app', onFailure: '${onFailure}' }, check: ${check},`,
    );
  await writeFile(file, text);
  return shop;
}

const deploying = 'deploy staging --tag v1.0.0 --service api --allow-dirty';
const at = "at: 'POST_TEST_TRAFFIC_SHIFT'";
const ofDeployments = (shop: Shop): readonly string[] =>
  shop.sandbox
    .requests()
    .map(({ operation }) => operation)
    .filter((operation) => /^ecs\.(Update|Stop|Continue)Service/.test(operation));

test('a check at a stage is made while only test traffic goes to the new tasks, and then the rollout goes on', async () => {
  await using listener = await startListener();
  await using shop = await startChecked(
    `[{ name: 'test', url: '${listener.url}', ${at} }, { name: 'live', url: '${listener.url}' }]`,
  );
  listener.watch(shop);
  const planned = await shop.funade('plan staging --tag v1.0.0 --service api --allow-dirty');
  expect(planned.out).toMatch(
    /wait until api is paused at POST_TEST_TRAFFIC_SHIFT \(up to 20m\)\n *4 +check http\S+: 200 \(up to 2m; at POST_TEST_TRAFFIC_SHIFT\)\n *5 +continue api at POST_TEST_TRAFFIC_SHIFT\n *6 +wait for api[\s\S]*\n *7 +check http\S+: 200 \(up to 2m\)/,
  );
  const { code, out, err } = await shop.funade(`${deploying} --json`);
  expect([code, listener.seen, err]).toEqual([
    0,
    [0, 100],
    expect.stringContaining('paused at POST_TEST_TRAFFIC_SHIFT'),
  ]);
  expect(ofDeployments(shop)).toEqual(['ecs.UpdateService', 'ecs.ContinueServiceDeployment']);
  // What the wait for the pause has told, the next one does not tell again.
  expect(err.split('has started 2 tasks')).toHaveLength(2);
  expect(JSON.parse(out).steps.map(({ kind, state }: { kind: string; state: string }) => `${kind} ${state}`)).toEqual(
    expect.arrayContaining([
      'ecs.wait-for-pause succeeded',
      'check.http succeeded',
      'ecs.continue-service-deployment succeeded',
      'ecs.wait-for-rollout succeeded',
    ]),
  );
});

test('a check at a stage that fails lets ECS take the release back before production traffic has moved', async () => {
  await using listener = await startListener();
  await using shop = await startChecked(`{ url: '${listener.url}', timeout: '10s', ${at} }`);
  listener.answer = () => 503;
  const { code, out } = await shop.funade(deploying);
  expect([code, out]).toEqual([3, expect.stringMatching(/✖ api@staging +rolled back/)]);
  expect(out).toContain('it answered 503, expected 200');
  expect(ofDeployments(shop)).toEqual(['ecs.UpdateService', 'ecs.StopServiceDeployment']);
  expect(trafficOf(shop)).toMatchObject({ requestedProductionTrafficWeight: 0 });
  expect((await shop.funade('status staging --service api')).out).toContain('shop-api:1');
});

test('a check after the rollout that fails goes back through the pause, for which nobody is needed', async () => {
  await using listener = await startListener();
  await using shop = await startChecked(
    `[{ url: '${listener.url}', ${at} }, { url: '${listener.url}', timeout: '10s' }]`,
  );
  listener.answer = () => (listener.seen.length === 1 ? 200 : 503);
  const { code, out } = await shop.funade(deploying);
  expect([code, out]).toEqual([3, expect.stringMatching(/✖ api@staging +rolled back/)]);
  expect(ofDeployments(shop)).toEqual([
    'ecs.UpdateService',
    'ecs.ContinueServiceDeployment',
    'ecs.UpdateService',
    'ecs.ContinueServiceDeployment',
  ]);
  expect((await shop.funade('status staging --service api')).out).toContain('shop-api:1');
});

test('with onFailure: leave it stays paused, the error says what to type, and a later deploy joins and checks it', async () => {
  await using listener = await startListener();
  await using shop = await startChecked(`{ url: '${listener.url}', timeout: '10s', ${at} }`, pausing, 'leave');
  listener.answer = () => 503;
  const { code, out } = await shop.funade(deploying);
  expect([code, out]).toEqual([
    1,
    expect.stringMatching(
      /stays paused at\s+POST_TEST_TRAFFIC_SHIFT: `funade continue staging --service api` lets it go\s+on/,
    ),
  ]);
  expect(ofDeployments(shop)).toEqual(['ecs.UpdateService']);
  listener.answer = () => 200;
  expect(await shop.funade(deploying)).toMatchObject({ code: 0 });
  expect(ofDeployments(shop)).toEqual(['ecs.UpdateService', 'ecs.ContinueServiceDeployment']);
});

test('rollback goes through the pause by itself', async () => {
  await using listener = await startListener();
  await using shop = await startChecked(`{ url: '${listener.url}', ${at} }`);
  expect(await shop.funade(deploying)).toMatchObject({ code: 0 });
  const { code, out } = await shop.funade('rollback staging --service api --yes --to shop-api:1');
  expect([code, out, listener.seen]).toEqual([0, expect.stringMatching(/✔ api@staging +succeeded/), [undefined]]);
});

test.each([
  [
    'no hook pauses it',
    {
      configuration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 5 },
      stage: 'POST_TEST_TRAFFIC_SHIFT',
      told: /check at POST_TEST_TRAFFIC_SHIFT needs a PAUSE hook there, and service api has none[\s\S]*lifecycleHooks: \[\{ targetType: 'PAUSE', lifecycleStages: \['POST_TEST_TRAFFIC_SHIFT'\]/,
    },
  ],
  [
    'hooks elsewhere',
    {
      configuration: hooksAt('POST_SCALE_UP'),
      stage: 'POST_TEST_TRAFFIC_SHIFT',
      told: /beside the hooks that the service has/,
    },
  ],
  [
    'a rolling update',
    { configuration: {}, stage: 'POST_TEST_TRAFFIC_SHIFT', told: /deploys by rolling update, which has no stages/ },
  ],
  [
    'a stage before each share of the traffic',
    {
      configuration: {
        ...hooksAt('PRE_PRODUCTION_TRAFFIC_SHIFT'),
        strategy: 'LINEAR',
        linearConfiguration: { stepPercent: 50, stepBakeTimeInMinutes: 1 },
      },
      stage: 'PRE_PRODUCTION_TRAFFIC_SHIFT',
      told: /a LINEAR deployment passes it before each share of the traffic/,
    },
  ],
])('refused while planning: %s', async (_, { configuration, stage, told }) => {
  await using shop = await startChecked(`{ url: 'https://x.example.com/', at: '${stage}' }`, deployedBy(configuration));
  const { code, err } = await shop.funade(deploying);
  expect([code, err, shop.writes()]).toEqual([8, expect.stringMatching(told), []]);
});

test('a hook that the plan itself adds is enough, and the policy of a deploy permits to continue', async () => {
  await using listener = await startListener();
  await using shop = await startChecked(
    `{ url: '${listener.url}', ${at} }`,
    deployedBy({ strategy: 'BLUE_GREEN', bakeTimeInMinutes: 5 }),
  );
  listener.watch(shop);
  const file = join(shop.folder, 'deploy.config.ts');
  const settings = `settings: { deploymentConfiguration: { lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'] }] } }`;
  await writeFile(
    file,
    (await readFile(file, 'utf8')).replace("onFailure: 'rollback'", `onFailure: 'rollback', ${settings}`),
  );
  await grantFor(shop, 'deploy');
  expect(await shop.funade(deploying)).toMatchObject({ code: 0 });
  expect([listener.seen, refusals(shop)]).toEqual([[0], []]);
});

test('a run that does not wait that long says that it does not check', async () => {
  await using shop = await startChecked(`{ url: 'https://x.example.com/', ${at} }`);
  const { code, out, err } = await shop.funade(`${deploying} --wait-until paused`);
  expect([code, out + err]).toEqual([0, expect.stringContaining('nothing is checked at POST_TEST_TRAFFIC_SHIFT')]);
});

test('POST_SCALE_UP and PRE_PRODUCTION_TRAFFIC_SHIFT: two stops, one after the other', async () => {
  await using listener = await startListener();
  const stages = ['PRE_PRODUCTION_TRAFFIC_SHIFT', 'POST_SCALE_UP', 'POST_PRODUCTION_TRAFFIC_SHIFT'];
  await using shop = await startChecked(
    `[${stages.map((stage) => `{ url: '${listener.url}', at: '${stage}' }`).join()}]`,
    deployedBy(hooksAt(...stages)),
  );
  listener.watch(shop);
  expect(await shop.funade(deploying)).toMatchObject({ code: 0 });
  expect(listener.seen).toEqual([0, 0, 100]);
});

test('somebody continues it before it is seen: the checks are made, and the run says what that means', async () => {
  await using listener = await startListener();
  await using shop = await startChecked(`{ url: '${listener.url}', ${at} }`);
  expect((await shop.funade(`${deploying} --wait-until paused`)).code).toBe(0);
  const [newest] = shop.sandbox.ecs.at({ account: '111111111111' }).serviceDeployments('shop-staging/api');
  expect(newest).toBeDefined();
  expect((await shop.funade('continue staging --service api --wait-until bake-time')).code).toBe(0);
  const { code, out, err } = await shop.funade(deploying);
  expect([code, out + err]).toEqual([
    0,
    expect.stringMatching(/nothing has paused it there: what is checked now, users may\s+have met/),
  ]);
});
