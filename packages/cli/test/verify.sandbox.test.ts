import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Check } from '@funade/core';
import type { Sandbox, Seed } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { accounts, region } from '../src/demo/shop-seed.ts';
import { type Shop, startShop } from './shop.ts';

const account = accounts.staging;
const targetGroupArn = `arn:aws:elasticloadbalancing:${region}:${account}:targetgroup/api/1`;
const secretArn = `arn:aws:secretsmanager:${region}:${account}:secret:shop/db`;
const taskRole = `arn:aws:iam::${account}:role/task`;
const deployRole = `arn:aws:iam::${account}:role/deploy`;

type Fields = Record<string, unknown>;

interface Wiring {
  /** Of the container `app`. */
  readonly container?: Fields;
  /** Of the task definition `shop-api`. */
  readonly taskDefinition?: Fields;
  /** Of the service `api`: tasks that run have made their log group. Default 2. */
  readonly desiredCount?: number;
}

/** The shop's `api` behind a target group, with a parameter, two secrets, a log group and a task role, all of them there. */
function wired({ container, taskDefinition, desiredCount = 2 }: Wiring = {}): (seed: Seed) => Seed {
  return (seed) => {
    const copy = structuredClone(seed);
    const roles = copy.accounts[account]?.roles;
    if (roles !== undefined) roles.task = { trust: { services: ['ecs-tasks.amazonaws.com'] } };
    const place = copy.accounts[account]?.regions?.[region];
    if (place === undefined) throw new TypeError('the shop has no region');
    place.parameters = { '/shop/db/url': 'postgres://db.internal/shop' };
    place.secrets = { 'shop/db': { value: 'correct-horse', previous: 'battery' } };
    place.logGroups = ['/ecs/shop-api', '/ecs/shop-api-old'];
    place.targetGroups = { api: { id: '1', port: 8080 } };
    for (const definition of (place.taskDefinitions ?? []) as Fields[]) {
      if (definition.family !== 'shop-api') continue;
      const [app = {}] = definition.containerDefinitions as Fields[];
      Object.assign(definition, { taskRoleArn: taskRole }, taskDefinition);
      Object.assign(
        app,
        {
          portMappings: [{ containerPort: 8080 }],
          secrets: [
            { name: 'DB_URL', valueFrom: '/shop/db/url' },
            { name: 'DB_PASSWORD', valueFrom: secretArn },
            { name: 'DB_OLD', valueFrom: `${secretArn}::AWSPREVIOUS:` },
          ],
          logConfiguration: {
            logDriver: 'awslogs',
            options: { 'awslogs-group': '/ecs/shop-api', 'awslogs-region': region, 'awslogs-stream-prefix': 'app' },
          },
        },
        container,
      );
    }
    const api = place.clusters?.['shop-staging']?.services?.api;
    const loadBalancers = [{ targetGroupArn, containerName: 'app', containerPort: 8080 }];
    if (api !== undefined) Object.assign(api, { loadBalancers, desiredCount });
    return copy;
  };
}

async function verified(shop: Shop, typed = '--service api') {
  const { code, out } = await shop.funade(`verify staging --tag v1.0.0 --json ${typed}`);
  const { checks } = JSON.parse(out) as { readonly checks: readonly Check[] };
  return { code, checks };
}

/** What is not OK, in a line each. */
function troubles({ code, checks }: { readonly code: number; readonly checks: readonly Check[] }) {
  const lines = checks
    .filter(({ result }) => result !== 'ok')
    .map(({ what, result, reason }) => `${result}: ${what}: ${reason}`);
  return [code, lines];
}

test('everything that a deploy refers to is a line with OK, and nothing is written', async () => {
  await using shop = await startShop({ seed: wired() });
  const { code, out, err } = await shop.funade('verify staging --tag v1.0.0 --service api');
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatchInlineSnapshot(`
    "api@staging
      OK      plan: 4 steps
      OK      cluster shop-staging
      OK      service api
      OK      platform of image shop/api:v1.0.0: linux/amd64
      OK      execution role execution
      OK      passing execution role execution
      OK      task role task
      OK      passing task role task
      OK      parameter /shop/db/url (DB_URL of app)
      OK      secret shop/db (DB_PASSWORD of app)
      OK      secret shop/db (DB_OLD of app)
      OK      log group /ecs/shop-api (app)
      OK      target group api (app:8080)

    13 OK
    "
  `);
  expect(shop.writes()).toEqual([]);
});

const rows: readonly {
  readonly scenario: string;
  readonly wiring?: Wiring;
  readonly before?: (sandbox: Sandbox) => void;
  readonly says: string;
}[] = [
  {
    scenario: 'a role that is not there',
    before: ({ iam }) => iam.removeRole(taskRole),
    says: 'failed: task role task: there is no such role in 111111111111',
  },
  {
    scenario: 'a role of another account',
    wiring: { taskDefinition: { taskRoleArn: 'arn:aws:iam::222222222222:role/execution' } },
    says: 'failed: task role execution: it is of account 222222222222; ECS accepts only roles of 111111111111',
  },
  {
    scenario: 'a role that does not trust tasks',
    wiring: { taskDefinition: { taskRoleArn: deployRole } },
    says: 'failed: task role deploy: its trust policy does not allow ecs-tasks.amazonaws.com to assume it',
  },
  {
    scenario: 'a role that may not be passed',
    before: ({ iam }) =>
      iam.setPermissions(deployRole, { deny: [{ actions: ['iam:PassRole'], resources: [taskRole] }] }),
    says: `failed: passing task role task: ${deployRole} may not iam:PassRole it (implicitDeny)`,
  },
  {
    scenario: 'a parameter that is not there',
    before: ({ ssm }) => ssm.remove('/shop/db/url'),
    says: 'failed: parameter /shop/db/url (DB_URL of app): there is no such parameter in ap-northeast-1',
  },
  {
    scenario: 'a log group that is not there, though its name begins another',
    wiring: {
      desiredCount: 0,
      container: {
        logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/shop', 'awslogs-region': region } },
      },
    },
    says: 'failed: log group /ecs/shop (app): there is no such log group in ap-northeast-1',
  },
  {
    scenario: 'a target group that is not there',
    before: ({ loadBalancing }) => loadBalancing.remove('api'),
    says: 'failed: target group api (app:8080): there is no such target group in ap-northeast-1',
  },
  {
    scenario: 'a target group of instances',
    before: ({ loadBalancing }) => loadBalancing.put('api', { id: '1', targetType: 'instance' }),
    says: 'failed: target group api (app:8080): its targets are of type instance, but network mode awsvpc requires ip',
  },
  {
    scenario: 'a port that is not mapped',
    wiring: { container: { portMappings: [{ containerPort: 80 }] } },
    says: 'failed: target group api (app:8080): container app has no port mapping for 8080',
  },
  {
    scenario: 'a stage that no version has',
    wiring: { container: { secrets: [{ name: 'KEY', valueFrom: `${secretArn}::next:` }] } },
    says: 'failed: secret shop/db (KEY of app): it has no version of stage next',
  },
];

test.each(rows)('$scenario fails alone and exits 8', async ({ wiring, before, says }) => {
  await using shop = await startShop({ seed: wired(wiring) });
  before?.(shop.sandbox);
  expect(troubles(await verified(shop))).toEqual([8, [says]]);
  expect(shop.writes()).toEqual([]);
});

test('a secret that is not there, or is marked for deletion, fails everywhere it is used', async () => {
  await using shop = await startShop({ seed: wired() });
  shop.sandbox.secretsManager.put('shop/db', { value: 'x', deleted: true });
  expect(troubles(await verified(shop))).toEqual([
    8,
    ['DB_PASSWORD', 'DB_OLD'].map((name) => `failed: secret shop/db (${name} of app): it is marked for deletion`),
  ]);
  shop.sandbox.secretsManager.remove('shop/db');
  expect(troubles(await verified(shop))).toEqual([
    8,
    ['DB_PASSWORD', 'DB_OLD'].map(
      (name) => `failed: secret shop/db (${name} of app): there is no such secret in ap-northeast-1`,
    ),
  ]);
});

test('a log group that its tasks create is no failure', async () => {
  const options = { 'awslogs-group': '/new', 'awslogs-region': region, 'awslogs-create-group': 'true' };
  const logConfiguration = { logDriver: 'awslogs', options };
  await using shop = await startShop({ seed: wired({ container: { logConfiguration }, desiredCount: 0 }) });
  const { code, checks } = await verified(shop);
  expect([code, checks.find(({ kind }) => kind === 'log-group')]).toMatchObject([
    0,
    { result: 'ok', reason: 'the tasks create it' },
  ]);
});

test('what may not be looked at says so, names the action, and fails nothing', async () => {
  await using shop = await startShop({ seed: wired() });
  const actions = [
    'iam:GetRole',
    'iam:SimulatePrincipalPolicy',
    'ssm:GetParameters',
    'secretsmanager:DescribeSecret',
    'logs:DescribeLogGroups',
    'elasticloadbalancing:DescribeTargetGroups',
  ];
  shop.sandbox.iam.setPermissions(deployRole, { deny: actions });
  const { code, out } = await shop.funade('verify staging --tag v1.0.0 --service api');
  expect(code).toBe(0);
  const lines = out.replaceAll(/\n {10}/g, ' ').split('\n');
  expect(lines.filter((line) => line.startsWith('  ?'))).toEqual([
    '  ?       execution role execution: not permitted to check: it requires iam:GetRole',
    '  ?       passing execution role execution: not permitted to check: it requires iam:SimulatePrincipalPolicy',
    '  ?       task role task: not permitted to check: it requires iam:GetRole',
    '  ?       passing task role task: not permitted to check: it requires iam:SimulatePrincipalPolicy',
    '  ?       parameter /shop/db/url (DB_URL of app): not permitted to check: it requires ssm:GetParameters',
    '  ?       secret shop/db (DB_PASSWORD of app): not permitted to check: it requires secretsmanager:DescribeSecret',
    '  ?       secret shop/db (DB_OLD of app): not permitted to check: it requires secretsmanager:DescribeSecret',
    '  ?       log group /ecs/shop-api (app): not permitted to check: it requires logs:DescribeLogGroups',
    '  ?       target group api (app:8080): not permitted to check: it requires elasticloadbalancing:DescribeTargetGroups',
  ]);
  expect(out.trimEnd().split('\n').at(-1)).toBe('4 OK, 9 not permitted to check');
});

test('one parameter that may not be read hides nothing of the others, and no value is shown', async () => {
  const names = Array.from({ length: 12 }, (_, index) => `/shop/p${index}`);
  const secrets = names.map((valueFrom, index) => ({ name: `P${index}`, valueFrom }));
  await using shop = await startShop({ seed: wired({ container: { secrets } }) });
  for (const name of names.slice(0, 11)) shop.sandbox.ssm.put(name, `value-of-${name}`);
  const denied = `arn:aws:ssm:${region}:${account}:parameter/shop/p3`;
  shop.sandbox.iam.setPermissions(deployRole, { deny: [{ actions: ['ssm:GetParameters'], resources: [denied] }] });
  const { code, out } = await shop.funade('verify staging --tag v1.0.0 --service api --json');
  const { checks } = JSON.parse(out) as { readonly checks: readonly Check[] };
  expect(troubles({ code, checks })).toEqual([
    8,
    [
      'not-permitted: parameter /shop/p3 (P3 of app): it requires ssm:GetParameters',
      'failed: parameter /shop/p11 (P11 of app): there is no such parameter in ap-northeast-1',
    ],
  ]);
  expect(out).not.toContain('value-of');
  expect(
    shop.sandbox.requests('ssm.GetParameters').map(({ body }) => (body as { Names: string[] }).Names.length),
  ).toEqual(expect.arrayContaining([10, 2]));
});

test('a thing that several targets use is looked at once', async () => {
  await using shop = await startShop({ seed: wired() });
  const { code, checks } = await verified(shop, '--service api,worker,web');
  expect(code).toBe(0);
  expect(checks.filter(({ what }) => what === 'execution role execution').length).toBe(3);
  expect(shop.sandbox.requests('iam.GetRole').length).toBe(2);
  expect(shop.sandbox.requests('iam.SimulatePrincipalPolicy').length).toBe(1);
  expect(shop.sandbox.requests('secretsmanager.DescribeSecret').length).toBe(2);
});

test('a target that cannot be planned is a failed line, and the others are looked at', async () => {
  await using shop = await startShop({ seed: wired() });
  const file = join(shop.folder, 'deploy.config.ts');
  await writeFile(file, (await readFile(file, 'utf8')).replace("service: 'worker'", "service: 'wroker'"));
  const { code, checks } = await verified(shop, '--service api,worker');
  expect(troubles({ code, checks })).toEqual([
    8,
    [
      'failed: plan: there is no service "wroker" in cluster "shop-staging" (ap-northeast-1 of account 111111111111); set ecs.service; did you mean "worker"? available: api, web, worker; or describe how to create it with ecs.taskDefinition and ecs.settings',
    ],
  ]);
  expect(checks.filter(({ target }) => target === 'api@staging').length).toBeGreaterThan(10);
});

test('what the settings of the config refer to is looked at', async () => {
  await using shop = await startShop({ seed: wired() });
  const file = join(shop.folder, 'deploy.config.ts');
  const settings = {
    loadBalancers: [{ targetGroupArn: `${targetGroupArn}9`, containerName: 'app', containerPort: 8080 }],
  };
  const written = "service: 'api', container: 'app'";
  const config = (await readFile(file, 'utf8')).replace(written, `${written}, settings: ${JSON.stringify(settings)}`);
  await writeFile(file, config);
  expect(troubles(await verified(shop))).toEqual([8, [expect.stringContaining('target group api')]]);
});

test('an image for another platform than the task definition asks for', async () => {
  const runtimePlatform = { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' };
  await using shop = await startShop({ seed: wired({ taskDefinition: { runtimePlatform } }) });
  const { code, checks } = await verified(shop);
  expect([code, checks.map(({ result }) => result)]).toEqual([8, ['failed']]);
  expect(checks[0]?.reason).toMatch(/image shop\/api:v1\.0\.0 is for linux\/amd64, but .*linux\/arm64/);
});

test('a deploy that has nothing to do is looked at all the same: what runs', async () => {
  await using shop = await startShop({ seed: wired() });
  await shop.funade('deploy staging --tag v1.0.0 --service api');
  shop.sandbox.ssm.remove('/shop/db/url');
  const { code, checks } = await verified(shop);
  expect(checks[0]).toMatchObject({ what: 'plan', reason: 'nothing to do' });
  expect(troubles({ code, checks })[1]).toHaveLength(1);
});

test.each([
  ['a network that is cut', { reset: true }, /AWS_NETWORK/],
  ['throttling that does not end', { code: 'ThrottlingException' }, /AWS_THROTTLED/],
] as const)('%s is an error, exit 1: nothing is known', async (_, fault, says) => {
  await using shop = await startShop({ seed: wired() });
  shop.sandbox.faults.always('ssm.*', fault);
  const { code, out, err } = await shop.funade('verify staging --tag v1.0.0 --service api');
  expect([code, out]).toEqual([1, '']);
  expect(err).toMatch(says);
});
