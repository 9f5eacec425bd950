import { type Seed, startSandbox } from '@funade/sandbox';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { type InitFolder, makeInitFolder } from './init-folder.ts';
import { container, fargate, liveWorlds, repositories } from './live-worlds.ts';

const account = '111111111111';
const region = 'eu-west-1';

/** A folder beside a sandbox with these regions, by account. */
async function beside(accounts: Readonly<Record<string, object>>) {
  await using started = new AsyncDisposableStack();
  const roles = {
    exec: { trust: { services: ['ecs-tasks', 'ecs', 'events', 'scheduler'].map((name) => `${name}.amazonaws.com`) } },
  };
  const seed = {
    accounts: Object.fromEntries(
      Object.entries(accounts).map(([id, place]) => [id, { users: { me: {} }, roles, regions: { [region]: place } }]),
    ),
  } as unknown as Seed;
  const sandbox = started.use(await startSandbox({ seed }));
  const shop: InitFolder = started.use(await makeInitFolder());
  const owned = started.move();
  const env = (id: string) => ({
    ...sandbox.environment({ account: id, region }),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  });
  return {
    ...shop,
    sandbox,
    environment: () => env(account),
    funade: (typed: string, id = account) => shop.funade(typed, { env: env(id), clock: sandbox.clock }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

const changes = /^(ecs\.(Register|Update|Create|Delete|Stop|Run|Put|Tag)|ecr\.(Put|Create|Delete))/;

test.each(Object.entries(liveWorlds))('what runs is written so that nothing differs: %s', async (name, world) => {
  await using shop = await beside(world.accounts);
  const { code, err } = await shop.funade('init --from live --cluster shop --environment live --ci none');
  expect([code, err.replaceAll(/127\.0\.0\.1:\d+/g, 'REGISTRY')]).toMatchSnapshot();
  const config = await shop.read('deploy.config.ts');
  await expect(config.replaceAll(/127\.0\.0\.1:\d+/g, 'registry')).toMatchFileSnapshot(
    `init-configs/live-${name.replaceAll(/\W+/g, '-')}.config.ts`,
  );
  expect(shop.sandbox.requests().filter(({ operation }) => changes.test(operation))).toEqual([]);
  await shop.release('v1.0.0');
  const diff = await shop.funade('diff live --exit-code');
  expect([diff.code, diff.out, diff.err]).toEqual([0, 'nothing to do: live is already at v1.0.0\n', '']);
  expect((await shop.funade('deploy live --yes')).out).toContain('nothing to do');
});

/** A config of these does not say all that a service is created from: a secret is in no file, ECS makes
 * the rest of Express Mode, and rules are somebody else's. */
const incomplete = ['a plain password', 'a service of Express Mode', 'rules and schedules'];
const created = Object.entries(liveWorlds).filter(([name]) => !incomplete.includes(name));
test.each(created)('deployed where nothing runs yet, it is the same again: %s', async (name, world) => {
  const typed = 'init --from live --cluster shop --environment live --ci none';
  await using first = await beside(world.accounts);
  await first.funade(typed);
  await using empty = await beside(withoutServices(world.accounts));
  const paths = ['deploy.config.ts', ...definitionsIn(await first.read('deploy.config.ts'))];
  for (const path of paths) await empty.write(path, await first.read(path));
  await empty.release('v1.0.0');
  // The images of the second sandbox are in a registry of its own.
  const { code, err } = await empty.funade('deploy live --yes');
  // A hook pauses one of them, which is as it should be.
  expect([code, code === 7 ? '' : err.replaceAll(/^20.*\n/gm, '')]).toEqual([
    name === 'a canary that pauses' ? 7 : 0,
    '',
  ]);
  await using again = await makeInitFolder();
  const env = empty.environment();
  expect(await again.funade(typed, { env, clock: empty.sandbox.clock })).toMatchObject({ code: 0 });
  for (const path of paths) expect(await again.read(path)).toBe(await first.read(path));
});

const definitionsIn = (config: string): readonly string[] =>
  [...config.matchAll(/taskDefinition: '([^']+)'/g)].map(([, path = '']) => path);

/** The same accounts with an empty cluster. */
function withoutServices(accounts: Readonly<Record<string, object>>): Readonly<Record<string, object>> {
  return Object.fromEntries(
    Object.entries(accounts).map(([id, place]) => [id, { ...place, taskDefinitions: [], clusters: { shop: {} } }]),
  );
}

test('one environment after the other goes into the same file, and what differs stands under the environments', async () => {
  const place = (environment: string, id: string, { count, cpu }: { count: number; cpu: string }) => ({
    repositories: repositories('shop/api', 'shop/worker'),
    taskDefinitions: [
      fargate(
        'shop-api',
        [container('app', 'shop/api:v1.0.0', { environment: [{ name: 'STAGE', value: environment }] })],
        {
          executionRoleArn: `arn:aws:iam::${id}:role/exec`,
        },
      ),
      fargate('shop-worker', [container('app', 'shop/worker:v1.0.0')], {
        executionRoleArn: `arn:aws:iam::${id}:role/exec`,
        cpu,
        memory: '2048',
      }),
    ],
    clusters: {
      [`shop-${environment}`]: {
        services: {
          [`api-${environment}`]: { taskDefinition: 'shop-api', desiredCount: count, launchType: 'FARGATE' },
          worker: { taskDefinition: 'shop-worker', launchType: 'FARGATE' },
        },
      },
    },
  });
  const other = '222222222222';
  await using shop = await beside({
    [account]: place('staging', account, { count: 1, cpu: '512' }),
    [other]: place('production', other, { count: 3, cpu: '1024' }),
  });
  const first = await shop.funade('init --from live --cluster shop-staging --ci gitlab');
  expect(first.code).toBe(0);
  await shop.write('deploy.config.ts', `// our own remark\n${await shop.read('deploy.config.ts')}`);
  const typed = `init --from live --cluster shop-production --ci gitlab`;
  const shown = await shop.funade(typed, other);
  expect([shown.code, shown.out]).toEqual([8, expect.stringContaining("+      account: '222222222222',")]);
  expect(shown.err).toContain('--update');
  const added = await shop.funade(`${typed} --update`, other);
  expect([added.code, added.err]).toEqual([0, expect.stringContaining('the comment "our own remark"')]);
  expect(added.err).toContain('ecs/worker.json: the file: the config names it no more');
  const config = await shop.read('deploy.config.ts');
  await expect(config).toMatchFileSnapshot('init-configs/live-two-environments.config.ts');
  expect(Object.keys(parse(await shop.read('.gitlab-ci.yml')))).toContain('deploy-production');
  await shop.release('v1.0.0');
  // Within one process a config is loaded once.
  await shop.write('both.config.ts', config);
  for (const [environment, id] of [
    ['staging', account],
    ['production', other],
  ] as const) {
    const diff = await shop.funade(`diff ${environment} --exit-code --config both.config.ts --allow-dirty`, id);
    expect([diff.code, diff.out]).toEqual([0, `nothing to do: ${environment} is already at v1.0.0\n`]);
  }
});

test('what the config says of a service already stays, and what runs beside it is added', async () => {
  await using shop = await beside(liveWorlds['several services of one image']?.accounts ?? {});
  const typed = 'init --from live --environment live --ci none --update';
  const role = `arn:aws:iam::${account}:role/exec`;
  await shop.funade(`init --from live --environment live --ci none --service api --account ${account}`);
  const mine = (await shop.read('deploy.config.ts'))
    .replace(/prebuilt: .*\n.*\n.*reference: 'tag',/, "build: { context: '.' }, // ours")
    .replace("region: 'eu-west-1',", `region: 'eu-west-1',\n      role: '${role}',`);
  await shop.write('deploy.config.ts', mine);
  const { code, err } = await shop.funade(typed);
  expect([code, err]).toEqual([0, expect.stringContaining('service api in live: what was read of it')]);
  expect(err).toContain('the comment "ours"');
  expect(err).not.toContain('the role to deploy with');
  const config = await shop.read('deploy.config.ts');
  for (const said of ["build: { context: '.' }", role, 'cron: {', 'worker: {']) expect(config).toContain(said);
});

test('once more, nothing changes', async () => {
  await using shop = await beside(liveWorlds.fargate?.accounts ?? {});
  const typed = 'init --from live --environment live --ci none';
  await shop.funade(typed);
  expect((await shop.funade(typed)).out).toMatch(/^= deploy.config.ts\n= ecs\/api.json\n/);
  await shop.write(
    'deploy.config.ts',
    (await shop.read('deploy.config.ts')).replace('desiredCount: 2', 'desiredCount: 4'),
  );
  const { code, out } = await shop.funade(`${typed} --update`);
  expect([code, out]).toEqual([0, 'nothing to add: the config speaks of all of it\n']);
});

test('what was read deploys: one image is another, and nothing else changes', async () => {
  const { accounts } = liveWorlds['load balancers, circuit breaker and exec'] ?? { accounts: {} };
  const place = accounts[account] as { readonly repositories: Readonly<Record<string, { images: object[] }>> };
  const images = [...(place.repositories['shop/api']?.images ?? []), { tags: ['v2.0.0'], files: { '/v': '2' } }];
  await using shop = await beside({ [account]: { ...place, repositories: { 'shop/api': { images } } } });
  await shop.funade('init --from live --environment live --ci none');
  const config = await shop.read('deploy.config.ts');
  await shop.write('deploy.config.ts', config.replace("tag: 'v1.0.0'", "tag: 'v2.0.0'"));
  await shop.release('v2.0.0');
  const diff = await shop.funade('diff live');
  expect(diff.out).toContain('2 changed');
  expect(diff.out).toContain('containerDefinitions[app].image');
  expect(await shop.funade('deploy live --yes')).toMatchObject({ code: 0 });
  const [update] = shop.sandbox.requests('ecs.UpdateService').map(({ body }) => Object.keys(body as object));
  expect(update).not.toContain('networkConfiguration');
  expect((await shop.funade('deploy live --yes')).out).toContain('nothing to do');
});

test('a tag that moves becomes the digest that runs, and is said to', async () => {
  await using shop = await beside({
    [account]: {
      repositories: { 'shop/api': { images: [{ tags: ['latest'], files: { '/v': '1' } }] } },
      taskDefinitions: [fargate('shop-api', [container('app', 'shop/api:latest')])],
      clusters: { shop: { services: { api: { taskDefinition: 'shop-api', launchType: 'FARGATE' } } } },
    },
  });
  const { err } = await shop.funade('init --from live --environment live --ci none');
  expect(err).toContain('its tag moves, so the digest that runs is written');
  expect(await shop.read('deploy.config.ts')).toMatch(/prebuilt: \{ digest: 'sha256:[0-9a-f]{64}' \}/);
  await shop.release('v1.0.0');
  const diff = await shop.funade('diff live');
  expect(diff.out).toContain('containerDefinitions[app].image');
  expect(diff.out).toContain('2 changed');
});

test('a service that runs an image from elsewhere alone names it as it is', async () => {
  await using shop = await beside({
    [account]: {
      taskDefinitions: [fargate('shop-cache', [container('redis', 'docker.io/library/redis:8.2')])],
      clusters: { shop: { services: { cache: { taskDefinition: 'shop-cache', launchType: 'FARGATE' } } } },
    },
  });
  expect(await shop.funade('init --from live --environment live --ci none')).toMatchObject({ code: 0 });
  const config = await shop.read('deploy.config.ts');
  expect(config).toContain("prebuilt: 'docker.io/library/redis:8.2'");
  await expect(config).toMatchFileSnapshot('init-configs/live-image-from-elsewhere.config.ts');
});

test.each([
  ['--cluster shpo', 'INIT_CLUSTER_UNKNOWN', 'did you mean "shop"?'],
  ['--cluster shop --service apj', 'INIT_SERVICE_UNKNOWN', 'did you mean "api"?'],
  ['--cluster empty', 'INIT_NOTHING_FOUND', '--cluster'],
  ['--service api', 'INIT_CLUSTER_UNSAID', 'available: empty, shop'],
])('init --from live %s is refused', async (typed, refused, hint) => {
  const place = liveWorlds.fargate?.accounts[account] as { readonly clusters: object };
  await using shop = await beside({ [account]: { ...place, clusters: { ...place.clusters, empty: {} } } });
  const { code, err } = await shop.funade(`init --from live ${typed}`);
  expect([code, err]).toEqual([2, expect.stringContaining(refused)]);
  expect(err).toContain(hint);
});

test('what may not be read is said, and the rest is written', async () => {
  await using shop = await beside(liveWorlds.fargate?.accounts ?? {});
  shop.sandbox.faults.always('ecr.DescribeRepositories', { code: 'AccessDeniedException' });
  const { code, err } = await shop.funade('init --from live --environment live --ci none');
  expect([code, err]).toEqual([0, expect.stringContaining('the caller may not call ecr:DescribeRepositories')]);
});

test('without definitions in files, new revisions are made from what runs', async () => {
  await using shop = await beside(liveWorlds.fargate?.accounts ?? {});
  await shop.funade('init --from live --environment live --no-definitions --ci none');
  expect(await shop.read('deploy.config.ts')).not.toContain('taskDefinition');
  await shop.release('v1.0.0');
  expect(await shop.funade('diff live --exit-code')).toMatchObject({ code: 0 });
});

test('whatever settings a service has, nothing differs', { timeout: 120_000 }, async () => {
  const flags = fc.record(
    {
      desiredCount: fc.integer({ min: 0, max: 4 }),
      enableExecuteCommand: fc.boolean(),
      enableECSManagedTags: fc.boolean(),
      propagateTags: fc.constantFrom('NONE', 'SERVICE', 'TASK_DEFINITION'),
      platformVersion: fc.constantFrom('LATEST', '1.4.0'),
      availabilityZoneRebalancing: fc.constantFrom('ENABLED', 'DISABLED'),
      deploymentConfiguration: fc.record(
        {
          maximumPercent: fc.integer({ min: 100, max: 300 }),
          minimumHealthyPercent: fc.integer({ min: 0, max: 100 }),
          deploymentCircuitBreaker: fc.record({ enable: fc.boolean(), rollback: fc.boolean() }),
          alarms: fc.record({
            alarmNames: fc.array(fc.constantFrom('errors', 'slow'), { minLength: 1, maxLength: 1 }),
            enable: fc.boolean(),
            rollback: fc.boolean(),
          }),
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  );
  const containers = fc.uniqueArray(fc.constantFrom('app', 'nginx', 'otel'), { minLength: 1 });
  const world = fc.record({ flags, containers, scaled: fc.boolean(), cpu: fc.constantFrom('512', '.5 vCPU') });
  await fc.assert(
    fc.asyncProperty(world, async (drawn) => {
      const definition = fargate(
        'shop-api',
        drawn.containers.map((name) => container(name, `shop/${name}:v1.0.0`)),
        {
          cpu: drawn.cpu,
        },
      );
      await using shop = await beside({
        [account]: {
          repositories: repositories('shop/app', 'shop/nginx', 'shop/otel'),
          taskDefinitions: [definition],
          clusters: {
            shop: { services: { api: { taskDefinition: 'shop-api', launchType: 'FARGATE', ...drawn.flags } } },
          },
          ...(drawn.scaled ? { scalableTargets: { 'shop/api': { min: 0, max: 5 } } } : {}),
        },
      });
      expect(await shop.funade('init --from live --environment live --ci none')).toMatchObject({ code: 0 });
      await shop.release('v1.0.0');
      const { code, out, err } = await shop.funade('diff live --exit-code');
      expect([code, out, err]).toEqual([0, 'nothing to do: live is already at v1.0.0\n', '']);
    }),
    { seed: 283, numRuns: process.env.FUNADE_TEST_ALL === undefined ? 4 : 60 },
  );
});

/** Those whose stand-ins are the most particular; CI tries all. */
const particular = ['ec2 with placement', 'service connect', 'service discovery and a volume for each task'];
const tried = Object.entries(liveWorlds).filter(
  ([name]) => process.env.FUNADE_TEST_ALL !== undefined || particular.includes(name),
);
test.each(tried)('a sandbox made from the config of what runs has it: %s', async (_, world) => {
  await using shop = await beside(world.accounts);
  for (const definitions of ['', ' --no-definitions']) {
    const place = definitions === '' ? 'in files' : 'in none';
    await using other = await makeInitFolder();
    const typed = `init --from live --cluster shop --environment live --ci none${definitions}`;
    await other.funade(typed, { env: shop.environment(), clock: shop.sandbox.clock });
    const made = await other.funade('sandbox --for live --write-seed seed.json');
    expect([place, made.code, made.err]).toEqual([place, 0, '']);
    await using sandbox = await startSandbox({ seed: JSON.parse(await other.read('seed.json')) });
    await other.release('v1.0.0');
    const given = { env: { ...sandbox.environment(), AWS_EC2_METADATA_DISABLED: 'true' }, clock: sandbox.clock };
    const diff = await other.funade('diff live --exit-code', given);
    expect([place, diff.code, diff.code === 0 ? '' : diff.out + diff.err]).toEqual([place, 0, '']);
  }
});
