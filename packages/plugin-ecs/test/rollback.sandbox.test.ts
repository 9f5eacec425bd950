import { createPlan, findRevisions, type RevisionsWanted } from '@funade/core';
import { expect, test } from 'vitest';
import { type Shop, startShop } from './shop.ts';
import { migrate, startTaskShop, withTasks } from './task-shop.ts';

/** The plan that goes back, as the command makes it. */
async function planBack(shop: Shop, to: string | null = null, more: Partial<RevisionsWanted> = {}) {
  const { request, plugins, context } = await shop.rollbackOf();
  const wanted = { ...request, to, all: true, intent: 'rollback', others: [], ...more } as const;
  return createPlan({ ...request, ...(await findRevisions(wanted, plugins, context)) }, plugins, context);
}

test('a rollback is one update and its wait, to the very revision', async () => {
  await using shop = await startShop();
  await shop.apply(await shop.plan());
  const plan = await planBack(shop);
  expect(plan.steps.map(({ kind }) => kind)).toEqual(['aws.assume-role', 'ecs.update-service', 'ecs.wait-for-rollout']);
  expect(plan.targets[0]?.version).toMatchObject({ from: 'v1.2.0', to: 'v1.1.0', step: 'downgrade' });
  expect((await shop.apply(plan)).outcome).toBe('succeeded');
  expect(shop.calls('UpdateService').at(-1)).toEqual({
    cluster: 'shop',
    service: 'api',
    taskDefinition: expect.stringMatching(/task-definition\/api:1$/),
  });
});

test('while a deployment is in progress abort is what fits', async () => {
  const region = { behaviours: [{ match: { image: '*v1.2.0*' }, becomes: 'never-starts' }] };
  await using shop = await startShop({ region });
  const { client, sdk } = await shop.ecs();
  const input = { cluster: 'shop', service: 'api', forceNewDeployment: true };
  await client.send(new sdk.UpdateServiceCommand(input));
  await expect(planBack(shop, 'api:1')).rejects.toMatchObject({
    code: 'ROLLBACK_WHILE_DEPLOYING',
    hint: expect.stringContaining('funade abort production --service api'),
  });
});

/** Deregisters a revision, and deletes it too where it says so. */
async function deregister(shop: Shop, taskDefinition: string, { deletes = false } = {}): Promise<void> {
  const { client, sdk } = await shop.ecs();
  await client.send(new sdk.DeregisterTaskDefinitionCommand({ taskDefinition }));
  if (deletes) await client.send(new sdk.DeleteTaskDefinitionsCommand({ taskDefinitions: [taskDefinition] }));
}

test('forward, a deployment in progress is waited for, as by every deploy', async () => {
  await using shop = await startShop();
  await shop.apply(await shop.plan());
  const { client, sdk } = await shop.ecs();
  await client.send(new sdk.UpdateServiceCommand({ cluster: 'shop', service: 'api', taskDefinition: 'api:1' }));
  const forward = { to: 'v1.2.0', intent: 'deploy' } as const;
  const plan = await planBack(shop, null, forward);
  expect(plan.waitsFor).toEqual([{ target: 'api@production', occupant: expect.stringMatching(/^ecs-svc\//) }]);
  const same = await planBack(shop, null, { ...forward, to: 'v1.1.0' });
  expect(same.notes.map(({ text }) => text)).toContain('service api runs api:1 already; its rollout is waited for');
  expect((await shop.apply(same)).outcome).toBe('succeeded');
});

test('a revision that was deregistered is registered again, once, with its content and its tags', async () => {
  await using shop = await startShop({ taskDefinition: { tags: [{ key: 'team', value: 'shop' }] } });
  await shop.apply(await shop.plan());
  await shop.apply(await shop.plan({ tag: 'v1.3.0' }));
  await deregister(shop, 'api:2');
  const [first] = shop.calls('RegisterTaskDefinition');
  const plan = await planBack(shop);
  expect(plan.steps.map(({ kind }) => kind)).toContain('ecs.register-task-definition');
  expect(plan.notes.map(({ text }) => text)).toContainEqual(
    expect.stringMatching(
      /^api:2, .* was deregistered: it is registered again with its own content and deployed; nothing is built$/,
    ),
  );
  expect((await shop.apply(plan)).outcome).toBe('succeeded');
  const [again, ...more] = shop.calls('RegisterTaskDefinition').slice(2);
  expect(more).toEqual([]);
  expect({ ...again, tags: [] }).toEqual({ ...first, tags: [] });
  expect(again?.tags).toEqual([
    { key: 'team', value: 'shop' },
    { key: 'funade:release', value: 'v1.2.0' },
    { key: 'funade:commit', value: expect.any(String) },
    { key: 'funade:config', value: expect.any(String) },
    { key: 'funade:origin', value: 'api:2' },
    { key: 'funade:run', value: 'run-1' },
  ]);
  const [api] = await shop.history();
  expect(api?.deployments[0]).toMatchObject({ revision: 'api:4', release: 'v1.2.0', primary: true });
  expect(api?.deployments.find(({ lastStable }) => lastStable)).toMatchObject({ release: 'v1.1.0' });
});

test('one that is being deleted is registered again too, as long as ECS tells its content', async () => {
  await using shop = await startShop();
  await shop.apply(await shop.plan());
  await shop.apply(await shop.plan({ tag: 'v1.3.0' }));
  const { client, sdk } = await shop.ecs();
  const networkConfiguration = { awsvpcConfiguration: { subnets: ['subnet-1'] } };
  await client.send(new sdk.RunTaskCommand({ cluster: 'tools', taskDefinition: 'api:2', networkConfiguration }));
  await deregister(shop, 'api:2', { deletes: true });
  expect((await planBack(shop)).steps.map(({ kind }) => kind)).toContain('ecs.register-task-definition');
});

test('one that is gone is refused, with the release to deploy', async () => {
  await using shop = await startShop();
  await shop.apply(await shop.plan());
  await shop.apply(await shop.plan({ tag: 'v1.3.0' }));
  await deregister(shop, 'api:2', { deletes: true });
  await expect(planBack(shop)).rejects.toMatchObject({
    code: 'REVISION_NOT_FOUND',
    hint: expect.stringContaining('git checkout v1.2.0, then funade deploy production --service api --tag v1.2.0'),
  });
});

test('where an active revision is the same, that one is deployed', async () => {
  await using shop = await startShop();
  await shop.apply(await shop.plan());
  await shop.apply(await shop.plan({ tag: 'v1.3.0' }));
  await deregister(shop, 'api:2');
  expect((await shop.apply(await planBack(shop))).outcome).toBe('succeeded');
  expect((await shop.apply(await planBack(shop, 'v1.3.0'))).outcome).toBe('succeeded');
  const plan = await planBack(shop, 'api:2');
  expect(plan.steps.map(({ kind }) => kind)).toEqual(['aws.assume-role', 'ecs.update-service', 'ecs.wait-for-rollout']);
  expect(plan.notes.map(({ text }) => text)).toContainEqual(
    expect.stringMatching(
      /^api:2.* was deregistered: api:4 is identical and is deployed; nothing is built or registered$/,
    ),
  );
});

test('two that register a revision again at once come to the same one', async () => {
  await using shop = await startShop();
  await shop.apply(await shop.plan());
  await shop.apply(await shop.plan({ tag: 'v1.3.0' }));
  await deregister(shop, 'api:2');
  const plan = await planBack(shop);
  const reports = await Promise.all([shop.apply(plan), shop.rival().apply(plan)]);
  expect(reports.map(({ outcome }) => outcome)).toEqual(['succeeded', 'succeeded']);
  const [api] = await shop.history();
  expect(
    new Set(
      shop
        .calls('UpdateService')
        .slice(2)
        .map(({ taskDefinition }) => taskDefinition),
    ).size,
  ).toBe(1);
  expect(api?.deployments.filter(({ release }) => release === 'v1.2.0')).toHaveLength(2);
});

test('what ECS rolled back is skipped, and services go back to a release together', async () => {
  const deploymentConfiguration = { deploymentCircuitBreaker: { enable: true, rollback: true } };
  const region = { behaviours: [{ match: { image: '*v1.2.0*' }, becomes: 'image-missing' }] };
  await using shop = await startShop({ services: ['api', 'web'], service: { deploymentConfiguration }, region });
  expect((await shop.apply(await shop.plan())).outcome).toBe('rolled-back');
  expect((await shop.apply(await shop.plan({ tag: 'v1.3.0' }))).outcome).toBe('succeeded');
  const [api] = await shop.history();
  expect(api?.deployments.map(({ release, end, lastStable }) => [release, end, lastStable])).toEqual([
    ['v1.3.0', 'succeeded', false],
    ['v1.2.0', 'rolled-back', false],
    ['v1.1.0', 'succeeded', true],
  ]);
  const plan = await planBack(shop, 'v1.1.0');
  expect(plan.targets.map(({ id, version }) => [id, version?.to])).toEqual([
    ['api@production', 'v1.1.0'],
    ['web@production', 'v1.1.0'],
  ]);
  expect(plan.warnings).toEqual([]);
  expect((await shop.apply(plan)).outcome).toBe('succeeded');
  expect((await shop.history()).map(({ deployments }) => deployments[0])).toMatchObject([
    { release: 'v1.1.0', revision: 'api:1', primary: true, end: 'succeeded' },
    { release: 'v1.1.0', revision: 'web:1', primary: true, end: 'succeeded' },
  ]);
});

test('what the revision refers to and is gone is warned of before anything is sent', async () => {
  const secrets = [{ name: 'KEY', valueFrom: '/shop/key' }];
  await using shop = await startShop({
    container: { secrets },
    taskDefinition: { executionRoleArn: 'arn:aws:iam::222222222222:role/gone' },
    region: { parameters: { '/shop/key': 'k' } },
  });
  await shop.apply(await shop.plan());
  shop.sandbox.ssm.remove('/shop/key');
  const { warnings } = await planBack(shop);
  const broken = { code: 'REFERENCE_BROKEN', targets: ['api@production'], label: 'api@production' };
  expect(warnings).toEqual([
    {
      ...broken,
      message: 'api:1 refers to parameter /shop/key (KEY of app): there is no such parameter in ap-northeast-1',
    },
    { ...broken, message: 'api:1 refers to execution role gone: there is no such role in 222222222222' },
  ]);
});

test('what cannot be looked at keeps nobody from going back, and is said', async () => {
  await using shop = await startShop({ container: { secrets: [{ name: 'KEY', valueFrom: '/shop/key' }] } });
  await shop.apply(await shop.plan());
  shop.sandbox.faults.always('ssm.GetParameters', { code: 'InternalServerError', status: 500 });
  const { warnings, steps } = await planBack(shop);
  expect(warnings.map(({ code }) => code)).toContain('REVISION_NOT_CHECKED');
  expect(steps).not.toEqual([]);
});

/** What others did to the service since: network, count, circuit breaker, health check. */
async function changeService(shop: Shop): Promise<void> {
  const { client, sdk } = await shop.ecs();
  await client.send(
    new sdk.UpdateServiceCommand({
      cluster: 'shop',
      service: 'api',
      desiredCount: 5,
      enableExecuteCommand: true,
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-9'] } },
      deploymentConfiguration: { maximumPercent: 150, minimumHealthyPercent: 100 },
    }),
  );
  await shop.sandbox.clock.advance({ seconds: 600 });
}

/** The service without what a deployment changes. */
async function settingsNow(shop: Shop) {
  const { client, sdk } = await shop.ecs();
  const { services } = await client.send(new sdk.DescribeServicesCommand({ cluster: 'shop', services: ['api'] }));
  const { desiredCount, networkConfiguration, deploymentConfiguration, enableExecuteCommand } = services?.[0] ?? {};
  return { desiredCount, networkConfiguration, deploymentConfiguration, enableExecuteCommand };
}

const network = { networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } } };
const blueGreen = { deploymentConfiguration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 1 } };

test.each([
  ['a rolling service', network],
  ['a blue/green service', { ...network, ...blueGreen }],
])('%s keeps what others changed since: the update names the revision alone', async (_, service) => {
  await using shop = await startShop({ service });
  expect((await shop.apply(await shop.plan())).outcome).toBe('succeeded');
  await changeService(shop);
  const before = await settingsNow(shop);
  expect(before.desiredCount).toBe(5);
  const plan = await planBack(shop);
  expect(plan.warnings.map(({ code, message }) => [code, message])).toEqual([
    ['SETTINGS_CHANGED', 'networkConfiguration of service api has changed since api:1 ran, and stays as now'],
  ]);
  expect((await shop.apply(plan)).outcome).toBe('succeeded');
  expect(shop.calls('UpdateService').at(-1)).toEqual({
    cluster: 'shop',
    service: 'api',
    taskDefinition: expect.stringMatching(/task-definition\/api:1$/),
  });
  expect(await settingsNow(shop)).toEqual(before);
});

test('a count that autoscaling has set stays, whatever the config says', async () => {
  await using shop = await startShop({ region: { scalableTargets: { 'shop/api': { min: 2, max: 10 } } } });
  await shop.apply(await shop.plan());
  shop.sandbox.ecs.scale('shop/api', 7);
  await shop.sandbox.clock.advance({ seconds: 300 });
  const { request, plugins, context } = await shop.rollbackOf();
  const targets = request.targets.map((target) => ({
    ...target,
    options: { ecs: { ...target.options.ecs, settings: { desiredCount: 2 } } },
  }));
  const wanted = { ...request, targets, to: null, all: true, intent: 'rollback', others: [] } as const;
  const plan = await createPlan({ ...request, ...(await findRevisions(wanted, plugins, context)) }, plugins, context);
  expect((await shop.apply(plan)).outcome).toBe('succeeded');
  expect((await settingsNow(shop)).desiredCount).toBe(7);
});

test('services that were not named and have nothing to go back to stay; others of the release are told', async () => {
  await using shop = await startShop({ services: ['api', 'web', 'job'] });
  await shop.apply(await shop.plan({ services: ['api', 'web'] }));
  const plan = await planBack(shop);
  expect(plan.targets.map(({ id }) => id)).toEqual(['api@production', 'web@production']);
  expect(plan.warnings).toEqual([
    {
      code: 'TARGET_KEPT',
      targets: [],
      label: 'production',
      message: 'job@production stays as it is: no deployment of job@production that succeeded before v1.1.0 is known',
    },
  ]);
  await expect(planBack(shop, null, { all: false })).rejects.toMatchObject({ code: 'NO_STABLE_REVISION' });

  const { request } = await shop.rollbackOf();
  const [api, ...others] = request.targets;
  if (api === undefined) throw new TypeError('no targets');
  const alone = await planBack(shop, null, { targets: [api], all: false, others });
  expect(alone.warnings.map(({ message }) => message)).toEqual([
    'web@production stays as it is: it runs v1.2.0, too, and is not part of this rollback',
  ]);
  expect((await shop.apply(alone)).outcome).toBe('succeeded');
});

test('a failed rollout without a circuit breaker that rolls back is gone back from by an update', async () => {
  const deploymentConfiguration = { deploymentCircuitBreaker: { enable: true, rollback: false } };
  const region = { behaviours: [{ match: { image: '*v1.2.0*' }, becomes: 'image-missing' }] };
  await using shop = await startShop({ service: { deploymentConfiguration }, region });
  const options = { onFailure: 'leave' } as const;
  expect((await shop.apply(await shop.plan({ options }))).outcome).toBe('failed');
  const plan = await planBack(shop);
  expect(plan.targets[0]?.version).toMatchObject({ from: 'v1.2.0', to: 'v1.1.0' });
  expect((await shop.apply(plan)).outcome).toBe('succeeded');
  expect(shop.calls('StopServiceDeployment')).toEqual([]);
});

test('a later revision is deployed forward; an older one only where that is allowed', async () => {
  await using shop = await startShop();
  await shop.apply(await shop.plan());
  await shop.apply(await planBack(shop));
  const forward = await planBack(shop, 'v1.2.0', { intent: 'deploy' });
  expect(forward.targets[0]?.version).toMatchObject({ from: 'v1.1.0', to: 'v1.2.0', step: 'minor' });
  expect((await shop.apply(forward)).outcome).toBe('succeeded');
  await expect(planBack(shop, null, { to: { 'api@production': '1' }, intent: 'deploy' })).rejects.toMatchObject({
    code: 'DOWNGRADE',
  });
});

test('a migration that ran since is warned of, and is not run again', async () => {
  await using shop = await startTaskShop();
  const options = withTasks({ migrate });
  expect((await shop.apply(await shop.plan({ options }))).outcome).toBe('succeeded');
  const plan = await planBack(shop);
  expect(plan.warnings.map(({ code, message }) => [code, message])).toEqual([
    ['TASK_RAN_SINCE', 'task api/migrate ran for v1.2.0 since api:1, and is not undone'],
  ]);
  const runs = shop.calls('RunTask').length;
  expect((await shop.apply(plan)).outcome).toBe('succeeded');
  expect(shop.calls('RunTask')).toHaveLength(runs);
  expect((await planBack(shop, 'v1.2.0', { intent: 'deploy' })).warnings).toEqual([]);
});
