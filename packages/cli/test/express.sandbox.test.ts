import type { Seed } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { type CaseFolder, caseConfig, makeCase } from './case-folder.ts';

const infrastructureRoleArn = 'arn:aws:iam::111111111111:role/infrastructure';

/** The service is one of Express Mode. */
function withExpress(seed: Seed): Seed {
  const copy = structuredClone(seed) as never as {
    accounts: Record<string, { roles?: object; regions: Record<string, { clusters: object }> }>;
  };
  for (const account of Object.values(copy.accounts)) {
    account.roles = { infrastructure: { trust: { services: ['ecs.amazonaws.com'] } } };
    for (const region of Object.values(account.regions)) {
      const primaryContainer = { image: '{{registry}}/app:v1.0.0' };
      region.clusters = { c: { expressServices: { web: { infrastructureRoleArn, primaryContainer } } } };
    }
  }
  return copy as never as Seed;
}

const ordinary = (files: Readonly<Record<string, unknown>> = {}): Promise<CaseFolder> => makeCase(files, withExpress);

/** Ports, digests and times differ from run to run. */
function settled(text: string): string {
  return text
    .replaceAll(/127\.0\.0\.1:\d+/g, 'REGISTRY')
    .replaceAll(/\([0-9a-f]{7}\)/g, '(COMMIT)')
    .replaceAll(/plan [0-9a-f]{12}/g, 'plan ID')
    .replaceAll(/sha256:[0-9a-f]{12,64}/g, 'sha256:DIGEST')
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d UTC \([^)]*\)/g, 'TIME');
}

test.each([
  ['plan prod --tag v2.0.0'],
  ['deploy prod --tag v2.0.0 --yes'],
  ['render prod --tag v2.0.0'],
  ['diff prod --tag v2.0.0'],
])('%s refuses an ordinary deploy of an Express service by name', async (typed) => {
  await using shop = await ordinary();
  const { code, out, err } = await shop.funade(typed);
  expect(out + err).toContain('web@prod is an Express service');
  expect(out + err).not.toMatch(/fault of Funade/);
  expect(code).not.toBe(0);
  expect(shop.sandbox.requests().map(({ operation }) => operation)).not.toContain('ecs.UpdateService');
});

test('status says what an Express service runs', async () => {
  await using shop = await ordinary();
  const { code, out, err } = await shop.funade('status prod');
  expect([code, err]).toEqual([0, '']);
  expect(settled(out)).toMatchInlineSnapshot(`
    "service  runs in  revision  image                                running  since                        state
    web      c/web    c-web:1   Main app:v1.0.0 sha256:DIGEST  1/1      TIME  steady
    "
  `);
});

test.each([
  ['status prod --json', 0, '"revision": "c-web:1"'],
  ['history prod', 0, 'c-web:1'],
  ['tasks prod', 0, 'c-web:1'],
  ['events prod', 0, 'has reached a steady state'],
  ['logs prod --service web', 0, ''],
  ['verify prod --tag v2.0.0', 8, 'web@prod is an Express service'],
  ['rollback prod', 8, 'NO_STABLE_REVISION'],
  ['watch prod', 0, 'c-web:1 is serving'],
  ['abort prod', 0, 'no deployment is in progress'],
  ['scale prod web=2', 8, 'SERVICE_AUTOSCALED'],
  ['scale prod web=2..6', 0, 'web'],
  ['run prod web --detach -- true', 0, 'c-web:1'],
  ['prune prod', 0, 'nothing to prune'],
])('%s ends with %i on an Express service', async (typed, ends, says) => {
  await using shop = await ordinary();
  const { code, out, err } = await shop.funade(typed);
  expect([code, out + err]).toEqual([ends, expect.stringContaining(says)]);
});

/** The same service, as its config should be. */
function spelled(written: object = {}): Readonly<Record<string, unknown>> {
  const { web } = caseConfig.services;
  const ecs = { cluster: 'c', service: 'web', express: written };
  const ecr = { repository: 'app', prebuilt: { tag: '{{release.tag}}' } };
  return { 'deploy.config.json': { ...caseConfig, services: { web: { ...web, ecr, ecs } } } };
}

test('a plan shows what the Express API is sent, and where the service answers', async () => {
  await using shop = await ordinary(spelled({ healthCheckPath: '/healthz' }));
  const { code, out, err } = await shop.funade('plan prod --tag v2.0.0');
  expect([code, err]).toEqual([0, '']);
  expect(settled(out)).toMatchInlineSnapshot(`
    "deploy v2.0.0 (COMMIT) of shop to prod
    account 111111111111 · us-east-1 · plan ID
    first use the credentials of account 111111111111

    web@prod  v1.0.0 → v2.0.0 (major)
      1  update Express service web
           ~ taskDefinition: c-web:1 → a new revision that ECS registers
           ~ healthCheckPath: /ping → /healthz
           ~ containerDefinitions[Main].image: app v1.0.0 → v2.0.0@sha256:DIGEST (major)
      2  wait for web (up to 31m, with 5m of deregistration delay, which is assumed; rolled back when it
         fails)
      –  answers at https://web-8bda983bbab6.ecs.us-east-1.on.aws
      ↩  rollback: roll back service web to c-web:1

    warning
      !  a rollback goes back to the revision that runs; healthCheckPath would stay as deployed
         [EXPRESS_NOT_TAKEN_BACK]

    1 service: 1 to update; 1 warning
    3 changed
    signs: ~ changed
    "
  `);
});

test('diff, render and verify know what will be sent', async () => {
  await using shop = await ordinary(spelled({ healthCheckPath: '/healthz' }));
  const diff = await shop.funade('diff prod --tag v2.0.0');
  expect(settled(diff.out)).toMatchInlineSnapshot(`
    "web@prod  v1.0.0 → v2.0.0 (major)
      ~ taskDefinition: c-web:1 → a new revision that ECS registers
      ~ healthCheckPath: /ping → /healthz
      ~ containerDefinitions[Main].image: app v1.0.0 → v2.0.0@sha256:DIGEST (major)

    3 changed
    "
  `);
  const render = await shop.funade('render prod --tag v2.0.0');
  expect(settled(render.out)).toMatchInlineSnapshot(`
    "ecs:UpdateExpressGatewayService  ecs.update-express-service:web@prod
    {
      "serviceArn": "arn:aws:ecs:us-east-1:111111111111:service/c/web",
      "primaryContainer": {
        "image": "REGISTRY/app:v2.0.0@sha256:DIGEST",
        "containerPort": 80,
        "awsLogsConfiguration": {
          "logGroup": "/aws/ecs/c/web-c635",
          "logStreamPrefix": "ecs"
        },
        "environment": []
      },
      "healthCheckPath": "/healthz"
    }
    "
  `);
  const verify = await shop.funade('verify prod --tag v2.0.0');
  expect([verify.code, settled(verify.out)]).toMatchInlineSnapshot(`
    [
      0,
      "web@prod
      OK      plan: 3 steps
      OK      cluster c
      OK      service web
      OK      platform of image app:v2.0.0: linux/amd64
      OK      execution role ecsTaskExecutionRole
      OK      passing execution role ecsTaskExecutionRole
      OK      log group /aws/ecs/c/web-c635 (Main)

    7 OK
    ",
    ]
  `);
});

test('a deploy ends with 0, and says where the service answers; nothing is left to do then', async () => {
  await using shop = await ordinary(spelled());
  const { code, out, err } = await shop.funade('deploy prod --tag v2.0.0 --yes --reporter lines');
  expect(code).toBe(0);
  expect(out + err).toMatch(/answers at https:\/\/web-/);
  expect(out + err).toMatch(/traffic 5% new/);
  expect(out + err).toMatch(/BAKE_TIME/);
  const again = await shop.funade('deploy prod --tag v2.0.0 --yes');
  expect([again.code, again.out + again.err]).toEqual([
    0,
    expect.stringContaining('nothing to do: prod is already at v2.0.0'),
  ]);
  const status = await shop.funade('status prod');
  expect(status.out).toContain('app:v2.0.0');
  const back = await shop.funade('rollback prod --yes');
  expect([back.code, (await shop.funade('status prod')).out]).toEqual([0, expect.stringContaining('c-web:1')]);
});

test('a deploy that an alarm takes back ends with 3', async () => {
  await using shop = await ordinary(spelled());
  const ring = async (): Promise<void> => {
    const { clock, ecs } = shop.sandbox;
    while (ecs.serviceDeployments('c/web')[0]?.lifecycleStage !== 'BAKE_TIME') await clock.sleep(500);
    ecs.setAlarm('web-faults', 'ALARM');
  };
  const [{ code, out, err }] = await Promise.all([shop.funade('deploy prod --tag v2.0.0 --yes'), ring()]);
  expect([code, out + err]).toEqual([3, expect.stringContaining('ROLLED_BACK')]);
});

test('what an Express service does not take is refused by name, all of it', async () => {
  const { web } = caseConfig.services;
  const ecs = { cluster: 'c', service: 'web', container: 'app', settings: { desiredCount: 2 }, express: {} };
  const config = { ...caseConfig, services: { web: { ...web, ecs } } };
  await using shop = await ordinary({ 'deploy.config.json': config });
  const { code, err } = await shop.funade('plan prod --tag v2.0.0');
  expect(code).toBe(2);
  expect(err).toMatchInlineSnapshot(`
    "error: deploy.config.json has 2 problems: (CONFIG_INVALID)
        services.web.ecs.container: an Express service has one container, Main, unless ecs.taskDefinition says more
        services.web.ecs.settings.desiredCount: an Express service is scaled by ECS: write ecs.express.scalingTarget
    "
  `);
});

test('a service that is not there is planned, verified and made', async () => {
  const empty = (seed: Seed): Seed => {
    const copy = structuredClone(withExpress(seed)) as never as {
      accounts: Record<string, { regions: Record<string, { clusters: object }> }>;
    };
    for (const { regions } of Object.values(copy.accounts))
      for (const region of Object.values(regions)) region.clusters = { c: {} };
    return copy as never as Seed;
  };
  await using shop = await makeCase(spelled({ infrastructureRoleArn, cpu: 512, memory: 1024 }), empty);
  const plan = await shop.funade('plan prod --tag v2.0.0');
  expect(settled(plan.out)).toMatchInlineSnapshot(`
    "deploy v2.0.0 (COMMIT) of shop to prod
    account 111111111111 · us-east-1 · plan ID
    first use the credentials of account 111111111111

    web@prod  v2.0.0
      1  create Express service web
           + taskDefinition: a new revision that ECS registers
           + infrastructureRoleArn: arn:aws:iam::111111111111:role/infrastructure
           + cpu: 512
           + memory: 1024
           + containerDefinitions[Main]:
               name: Main
               image:
                 REGISTRY/app:v2.0.0@sha256:DIGEST
      2  wait for web (up to 31m, with 5m of deregistration delay, which is assumed; rolled back when it
         fails)

    1 service: 1 to create
    5 added
    signs: + added
    "
  `);
  const verify = await shop.funade('verify prod --tag v2.0.0');
  expect([verify.code, settled(verify.out)]).toMatchInlineSnapshot(`
    [
      0,
      "web@prod
      OK      plan: 3 steps
      OK      cluster c
      OK      service web: it will be created
      OK      platform of image app:v2.0.0: linux/amd64

    4 OK
    ",
    ]
  `);
  const deploy = await shop.funade('deploy prod --tag v2.0.0 --yes --reporter lines');
  expect([deploy.code, deploy.out + deploy.err]).toEqual([0, expect.stringMatching(/answers at https:/)]);
});
