import { earlierSteps, type JsonObject, rollbackPlan } from '@funade/core';
import { expect, test } from 'vitest';
import { withoutOwnTags } from '../src/task-definition/revision-tags.ts';
import { imageReference, startShop } from './shop.ts';

test('a deploy registers one revision, updates the service once and waits for that deployment', async () => {
  await using shop = await startShop();
  const report = await shop.apply(await shop.plan());
  expect(report.outcome).toBe('succeeded');
  expect(shop.calls('RegisterTaskDefinition')).toHaveLength(1);
  const [update, ...others] = shop.calls('UpdateService');
  expect(others).toEqual([]);
  expect(update).toEqual({
    cluster: 'shop',
    service: 'api',
    taskDefinition: expect.stringMatching(/^arn:aws:ecs:ap-northeast-1:222222222222:task-definition\/api:2$/),
  });
  expect(shop.sandbox.ecs.service('shop/api').taskDefinition).toBe(update?.taskDefinition);
});

test('the registered body is what was described, one image apart', async () => {
  await using shop = await startShop({
    container: {
      environment: [{ name: 'EMPTY', value: '' }],
      mountPoints: [{ sourceVolume: 'data', containerPath: '/data' }],
      futureContainerField: { nested: [{ deep: '' }] },
    },
    taskDefinition: {
      futureTaskField: { mode: 'ON' },
      volumes: [{ name: 'data', efsVolumeConfiguration: { fileSystemId: 'fs-1', futureVolumeField: 0 } }],
      tags: [{ key: 'team', value: 'shop' }],
    },
  });
  await shop.apply(await shop.plan());
  const described = shop.sandbox.requests('ecs.DescribeTaskDefinition')[0]?.response as JsonObject;
  const before = described.taskDefinition as JsonObject;
  const [sent] = shop.calls('RegisterTaskDefinition');
  const given = Object.keys(before).filter((field) => before[field] !== undefined);
  const responseOnly = given.filter((field) => sent !== undefined && !(field in sent));
  expect(responseOnly.toSorted()).toEqual([
    'compatibilities',
    'registeredAt',
    'registeredBy',
    'requiresAttributes',
    'revision',
    'status',
    'taskDefinitionArn',
  ]);
  const containers = (before.containerDefinitions as readonly JsonObject[]).map((container) =>
    container.name === 'app' ? { ...container, image: imageReference('v1.2.0') } : container,
  );
  const kept = Object.entries(before).filter(([field]) => !responseOnly.includes(field));
  expect(withoutOwnTags(sent ?? {})).toEqual({
    ...Object.fromEntries(kept),
    containerDefinitions: containers,
    tags: described.tags,
  });
  expect(sent).toMatchObject({ futureTaskField: { mode: 'ON' } });
});

test('what runs already is left alone', async () => {
  await using shop = await startShop();
  await shop.apply(await shop.plan());
  const again = await shop.plan();
  expect(again.steps).toEqual([]);
  expect(again.notes.map(({ text }) => text)).toEqual(['service api already runs v1.2.0 (api:2)']);
});

test('planning a hundred services takes at most 1.2 calls a service and stays within the rates', async () => {
  const services = Array.from({ length: 100 }, (_, index) => `service-${index}`);
  await using shop = await startShop({ services, region: { throttling: true } });
  const plan = await shop.plan();
  expect(plan.targets).toHaveLength(100);
  const requests = shop.sandbox.requests('ecs.*');
  expect(requests.length).toBeLessThanOrEqual(120);
  expect(requests.every(({ status }) => status === 200)).toBe(true);
  expect(shop.calls('DescribeServices').map(({ services: named }) => (named as readonly string[]).length)).toEqual(
    Array(10).fill(10),
  );
});

test('a scale-out leaves the facts as they are', async () => {
  await using shop = await startShop();
  const before = await shop.plan();
  shop.sandbox.ecs.scale('shop/api', 5);
  await shop.sandbox.clock.advance({ minutes: 5 });
  expect((await shop.plan()).facts).toEqual(before.facts);
});

test('a repeated run finds what an earlier one did and writes nothing twice', async () => {
  await using shop = await startShop();
  const plan = await shop.plan();
  await shop.apply(plan);
  const report = await shop.apply(plan);
  expect(report.outcome).toBe('succeeded');
  expect(shop.calls('RegisterTaskDefinition')).toHaveLength(1);
  expect(shop.calls('UpdateService')).toHaveLength(1);
});

test('an update whose answer got lost is not sent as a second deployment', async () => {
  await using shop = await startShop();
  shop.sandbox.faults.next('ecs.UpdateService', { reset: 'after' });
  const report = await shop.apply(await shop.plan());
  expect(report.outcome).toBe('succeeded');
  expect(shop.sandbox.ecs.serviceDeployments('shop/api')).toHaveLength(2);
});

test('the rollback brings the old revision back', async () => {
  await using shop = await startShop();
  const plan = await shop.plan();
  await shop.apply(plan);
  const outputs = earlierSteps(plan, shop.events).done;
  const back = rollbackPlan(plan, { targets: ['api@production'], outputs, createdAt: plan.createdAt });
  const report = await shop.apply(back);
  expect(report.outcome).toBe('succeeded');
  expect(shop.calls('RegisterTaskDefinition')).toHaveLength(1);
  expect(shop.calls('UpdateService')[1]).toEqual({
    cluster: 'shop',
    service: 'api',
    taskDefinition: 'arn:aws:ecs:ap-northeast-1:222222222222:task-definition/api:1',
  });
});

test('a forced redeploy starts the running revision afresh', async () => {
  await using shop = await startShop();
  await shop.apply(await shop.plan());
  const report = await shop.apply(await shop.plan({ allow: { force: true } }));
  expect(report.outcome).toBe('succeeded');
  expect(shop.calls('RegisterTaskDefinition')).toHaveLength(1);
  expect(shop.calls('UpdateService')[1]).toMatchObject({ forceNewDeployment: true });
});

test('a missing cluster is named with the ones there are, after one more call', async () => {
  await using shop = await startShop();
  await expect(shop.plan({ options: { cluster: 'shops' } })).rejects.toMatchObject({
    code: 'CLUSTER_NOT_FOUND',
    hint: 'set ecs.cluster; did you mean "shop"? available: shop, tools',
  });
  expect(shop.sandbox.requests('ecs.*').map(({ operation }) => operation)).toEqual([
    'ecs.DescribeServices',
    'ecs.ListClusters',
  ]);
});

test('a missing service is named with the ones there are, after one more call', async () => {
  await using shop = await startShop({ services: ['api', 'web'] });
  await expect(shop.plan({ options: { service: 'apis' }, services: ['api'] })).rejects.toMatchObject({
    code: 'SERVICE_NOT_FOUND',
    hint: 'set ecs.service; did you mean "api"? available: api, web; or describe how to create it with ecs.taskDefinition and ecs.settings',
  });
  expect(shop.sandbox.requests('ecs.*').map(({ operation }) => operation)).toEqual([
    'ecs.DescribeServices',
    'ecs.ListServices',
  ]);
});

test.each(['CODE_DEPLOY', 'EXTERNAL'])('a service of the controller %s is refused while planning', async (type) => {
  await using shop = await startShop({ service: { deploymentController: { type } } });
  await expect(shop.plan()).rejects.toMatchObject({ code: 'CONTROLLER_NOT_SUPPORTED', category: 'refused' });
});

test('a step that is refused says what is not allowed and leaves the rest unsent', async () => {
  await using shop = await startShop();
  const plan = await shop.plan();
  shop.sandbox.faults.always('ecs.RegisterTaskDefinition', {
    code: 'AccessDeniedException',
    message: 'not authorized',
  });
  const report = await shop.apply(plan);
  expect(report.outcome).toBe('failed');
  expect(shop.calls('UpdateService')).toEqual([]);
});

test('a family without an active revision is registered anew', async () => {
  await using shop = await startShop();
  const plan = await shop.plan();
  const message = 'Unable to describe task definition.';
  shop.sandbox.faults.next('ecs.DescribeTaskDefinition', { code: 'ClientException', message });
  expect((await shop.apply(plan)).outcome).toBe('succeeded');
});

test('a revision that ECS rolled back from is used again, not registered again', async () => {
  const deploymentCircuitBreaker = { enable: true, rollback: true };
  await using shop = await startShop({ service: { deploymentConfiguration: { deploymentCircuitBreaker } } });
  shop.sandbox.ecs.behave({ match: { revision: 2 }, becomes: 'image-missing' });
  expect((await shop.apply(await shop.plan())).outcome).toBe('rolled-back');
  shop.sandbox.ecs.resetBehaviours();
  expect((await shop.apply(await shop.plan())).outcome).toBe('succeeded');
  expect(shop.calls('RegisterTaskDefinition')).toHaveLength(1);
  expect(shop.calls('UpdateService')).toHaveLength(2);
});
