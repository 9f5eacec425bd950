import { sendRaw } from '@funade/aws';
import type { JsonObject } from '@funade/core';
import { describe, expect, test } from 'vitest';
import type { EcsOptions } from '../src/options/options.ts';
import { startShop } from './shop.ts';

const subnets = (...names: string[]) => ({ awsvpcConfiguration: { subnets: names, securityGroups: ['sg-1'] } });

function written(settings: NonNullable<EcsOptions['settings']>, tag = 'v1.2.0') {
  return { tag, options: { settings } };
}

test('settings go out in the one UpdateService that changes the revision, those alone that differ', async () => {
  await using shop = await startShop({ service: { healthCheckGracePeriodSeconds: 30, propagateTags: 'SERVICE' } });
  const settings = { healthCheckGracePeriodSeconds: '60', propagateTags: 'SERVICE', desiredCount: 2 };
  const plan = await shop.plan(written(settings));
  expect((await shop.apply(plan)).outcome).toBe('succeeded');
  expect(shop.calls('UpdateService')).toEqual([
    {
      cluster: 'shop',
      service: 'api',
      taskDefinition: expect.stringMatching(/api:2$/),
      healthCheckGracePeriodSeconds: 60,
    },
  ]);
  expect(plan.steps.find(({ kind }) => kind === 'ecs.update-service')?.changes).toContainEqual({
    path: 'healthCheckGracePeriodSeconds',
    from: 30,
    to: 60,
  });
});

test('what nobody wrote is not sent, members that no SDK knows survive in what is', async () => {
  await using shop = await startShop({
    service: {
      deploymentConfiguration: { maximumPercent: 200, minimumHealthyPercent: 100, futureMember: { on: true } },
    },
  });
  await shop.apply(await shop.plan());
  await shop.apply(await shop.plan(written({ deploymentConfiguration: { maximumPercent: 150 } }, 'v1.3.0')));
  const [first = {}, second = {}] = shop.calls('UpdateService');
  expect(Object.keys(first).toSorted()).toEqual(['cluster', 'service', 'taskDefinition']);
  expect(second.deploymentConfiguration).toMatchObject({
    maximumPercent: 150,
    minimumHealthyPercent: 100,
    futureMember: { on: true },
  });
});

test('numbers that JavaScript cannot hold are sent again as they are', async () => {
  await using shop = await startShop();
  const { client, sdk } = await shop.ecs();
  const place = { cluster: 'shop', service: 'api' };
  const running = { maximumPercent: 200, minimumHealthyPercent: 100, futureLimit: { $number: '12345678901234567890' } };
  await sendRaw(client, new sdk.UpdateServiceCommand(place), { body: { ...place, deploymentConfiguration: running } });
  const settings = { deploymentConfiguration: { maximumPercent: 150 } };
  expect((await shop.apply(await shop.plan(written(settings)))).outcome).toBe('succeeded');
  expect(JSON.stringify(shop.calls('UpdateService').at(-1))).toContain('"futureLimit":12345678901234567890');
  expect((await shop.plan(written(settings))).steps).toEqual([]);
});

describe('settings alone', () => {
  test('that start no deployment are updated and not waited for', async () => {
    await using shop = await startShop();
    await shop.apply(await shop.plan());
    const plan = await shop.plan(written({ desiredCount: 3 }));
    expect(plan.steps.map(({ kind }) => kind)).toEqual(['aws.assume-role', 'ecs.update-service']);
    expect(plan.rollback.at(-1)?.input).toMatchObject({ settings: { desiredCount: 2 } });
    expect((await shop.apply(plan)).outcome).toBe('succeeded');
    expect(shop.calls('UpdateService').at(-1)).toMatchObject({ desiredCount: 3 });
    expect((await shop.plan(written({ desiredCount: 3 }))).steps).toEqual([]);
    expect(shop.calls('RegisterTaskDefinition')).toHaveLength(1);
  });

  test('that start a deployment are waited for, and hold afterwards', async () => {
    await using shop = await startShop({ service: { networkConfiguration: subnets('subnet-a') } });
    await shop.apply(await shop.plan());
    const settings = { networkConfiguration: subnets('subnet-b', 'subnet-a') };
    const plan = await shop.plan(written(settings));
    expect(plan.steps.map(({ kind }) => kind)).toContain('ecs.wait-for-rollout');
    expect((await shop.apply(plan)).outcome).toBe('succeeded');
    const again = { networkConfiguration: subnets('subnet-a', 'subnet-b') };
    expect((await shop.plan(written(again))).steps).toEqual([]);
  });

  test('that were sent already are not sent again when the step runs again', async () => {
    await using shop = await startShop();
    await shop.apply(await shop.plan());
    const plan = await shop.plan(written({ desiredCount: 3 }));
    await shop.apply(plan);
    await shop.apply(plan);
    expect(shop.calls('UpdateService')).toHaveLength(2);
  });
});

test('another capacity provider strategy forces a deployment, which is shown, and holds afterwards', async () => {
  await using shop = await startShop();
  const settings = { capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }] };
  const plan = await shop.plan(written(settings));
  const update = plan.steps.find(({ kind }) => kind === 'ecs.update-service');
  expect(update?.input).toMatchObject({ forceNewDeployment: true, settings });
  expect(update?.changes).toContainEqual({ path: 'forceNewDeployment', from: null, to: true });
  expect((await shop.apply(plan)).outcome).toBe('succeeded');
  expect((await shop.apply(plan)).outcome).toBe('succeeded');
  expect(shop.calls('UpdateService')).toHaveLength(1);
  expect((await shop.plan(written(settings))).steps).toEqual([]);
  const alone = { capacityProviderStrategy: [{ capacityProvider: 'FARGATE', base: 1, weight: 1 }] };
  const other = await shop.plan(written(alone));
  expect(other.steps.map(({ kind }) => kind)).toContain('ecs.wait-for-rollout');
  expect((await shop.apply(other)).outcome).toBe('succeeded');
  expect(other.rollback.find(({ kind }) => kind === 'ecs.update-service')?.input).toMatchObject({
    forceNewDeployment: true,
    settings,
  });
});

test('settings that only the service revision tells hold once they are sent', async () => {
  await using shop = await startShop();
  const monitoring = { metricConfigurations: [{ metricNames: ['CPUUtilization'], resolutionSeconds: 20 }] };
  expect((await shop.apply(await shop.plan(written({ monitoring })))).outcome).toBe('succeeded');
  expect((await shop.plan(written({ monitoring }))).steps).toEqual([]);
  const finer = { metricConfigurations: [{ metricNames: ['CPUUtilization'], resolutionSeconds: 60 }] };
  const plan = await shop.plan(written({ monitoring: finer }));
  expect(plan.steps.find(({ kind }) => kind === 'ecs.update-service')?.changes).toContainEqual(
    expect.objectContaining({ from: 20, to: 60 }),
  );
  await shop.apply(plan);
  await shop.apply(plan);
  expect(shop.calls('UpdateService')).toHaveLength(2);
  expect((await shop.plan()).steps).toEqual([]);
  expect(shop.calls('DescribeServiceRevisions').length).toBeGreaterThan(0);
});

test('settings that change while the revision is still being rolled out go out, and the rollout is waited for', async () => {
  await using shop = await startShop();
  await shop.apply(await shop.plan());
  const { client, sdk } = await shop.ecs();
  await client.send(new sdk.UpdateServiceCommand({ cluster: 'shop', service: 'api', forceNewDeployment: true }));
  const plan = await shop.plan(written({ healthCheckGracePeriodSeconds: 45 }));
  expect(plan.steps.map(({ kind }) => kind)).toEqual(['aws.assume-role', 'ecs.update-service', 'ecs.wait-for-rollout']);
  expect((await shop.apply(plan)).outcome).toBe('succeeded');
  expect(shop.calls('UpdateService').at(-1)).toMatchObject({ healthCheckGracePeriodSeconds: 45 });
});

test('the rollback sends the settings from before', async () => {
  await using shop = await startShop({ service: { healthCheckGracePeriodSeconds: 30 } });
  const { rollback } = await shop.plan(written({ healthCheckGracePeriodSeconds: 60 }));
  expect(rollback.find(({ kind }) => kind === 'ecs.update-service')?.input).toMatchObject({
    taskDefinition: expect.stringMatching(/api:1$/),
    settings: { healthCheckGracePeriodSeconds: 30 },
  });
});

test.each<[string, string[]]>([
  ['CODE_DEPLOY', ['ecs.settings.networkConfiguration']],
  ['EXTERNAL', ['ecs.settings.deploymentConfiguration', 'ecs.settings.networkConfiguration']],
])('a %s service is refused while planning, with what it cannot change', async (type, names) => {
  await using shop = await startShop({ service: { deploymentController: { type } } });
  const settings = {
    desiredCount: 3,
    networkConfiguration: subnets('subnet-b'),
    deploymentConfiguration: { maximumPercent: 150 },
  };
  await expect(shop.plan(written(settings))).rejects.toMatchObject({
    code: 'CONTROLLER_NOT_SUPPORTED',
    message: `api@production has the deployment controller ${type}: UpdateService cannot change its task definition, ${names.join(', ')}`,
  });
});

test('a setting that only CreateService takes is refused when the service has another', async () => {
  await using shop = await startShop();
  await expect(shop.plan(written({ launchType: 'EC2' }))).rejects.toMatchObject({ code: 'SETTINGS_FIXED' });
  expect((await shop.plan(written({ launchType: 'FARGATE' }))).steps).not.toEqual([]);
});

describe('a desired count beside Application Auto Scaling', () => {
  const region: JsonObject = { scalableTargets: { 'shop/api': { min: 2, max: 10 } } };

  test('is warned of', async () => {
    await using shop = await startShop({ region });
    const { warnings } = await shop.plan(written({ desiredCount: 3 }));
    expect(warnings.map(({ code, message }) => `${code} ${message}`)).toContain(
      'DESIRED_COUNT_SCALED ecs.settings.desiredCount sets service api to 3 tasks, although Application Auto Scaling keeps it between 2 and 10: each overrides the other',
    );
  });

  test('is no reason to ask when none is written, nor to fail when asking is not permitted', async () => {
    await using shop = await startShop({ region });
    await shop.plan();
    expect(shop.sandbox.requests('application-autoscaling.*')).toEqual([]);
    shop.sandbox.faults.next('application-autoscaling.DescribeScalableTargets', { code: 'AccessDeniedException' });
    expect((await shop.plan(written({ desiredCount: 3 }))).warnings).toEqual([]);
  });
});
