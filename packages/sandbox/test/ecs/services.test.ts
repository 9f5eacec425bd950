import { expect, test } from 'vitest';
import { type Answer, api, primary, shop, startRegion, update } from './region.ts';

const invalid = (message: string): object => expect.objectContaining({ code: 'InvalidParameterException', message });

test('3.1 a new service has one PRIMARY deployment with nothing running', () => {
  const region = startRegion();
  const { service } = region.call('CreateService', {
    cluster: 'shop',
    serviceName: 'worker',
    taskDefinition: 'api:2',
    desiredCount: 3,
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
  });
  expect(service).toMatchObject({
    status: 'ACTIVE',
    desiredCount: 3,
    runningCount: 0,
    launchType: 'FARGATE',
    platformVersion: 'LATEST',
    platformFamily: 'Linux',
    schedulingStrategy: 'REPLICA',
    deployments: [{ status: 'PRIMARY', rolloutState: 'IN_PROGRESS', runningCount: 0, platformVersion: '1.4.0' }],
  });
  expect(service).not.toHaveProperty('currentServiceDeployment');
  region.pass(60);
  expect(region.control.service('shop/worker')).toMatchObject({ runningCount: 3 });
});

test('3.2 the answer of UpdateService shows the deployment at its very start', () => {
  const region = startRegion();
  const before = primary(region);
  const service = update(region, { taskDefinition: 'api:2' });
  const [fresh, old] = service.deployments;
  expect(service.deployments).toHaveLength(2);
  expect(fresh).toMatchObject({
    status: 'PRIMARY',
    desiredCount: 0,
    pendingCount: 0,
    runningCount: 0,
    failedTasks: 0,
    rolloutState: 'IN_PROGRESS',
    rolloutStateReason: `ECS deployment ${fresh.id} in progress.`,
  });
  expect(old).toMatchObject({
    id: before.id,
    status: 'ACTIVE',
    desiredCount: 2,
    runningCount: 2,
    rolloutState: 'COMPLETED',
    rolloutStateReason: `ECS deployment ${old.id} completed.`,
  });
  expect(service.currentServiceRevisions).toMatchObject([
    { requestedTaskCount: 0, runningTaskCount: 0, pendingTaskCount: 0 },
    { requestedTaskCount: 2, runningTaskCount: 2, pendingTaskCount: 0 },
  ]);
  expect(service).not.toHaveProperty('currentServiceDeployment');
  expect(service.taskDefinition).toBe('arn:aws:ecs:ap-northeast-1:111111111111:task-definition/api:2');
});

test('3.3 deployment ids and service revisions share their number', () => {
  const region = startRegion();
  const service = update(region, { taskDefinition: 'api:2' });
  const [id] = service.deployments.map((deployment: Answer) => deployment.id);
  expect(id).toMatch(/^ecs-svc\/\d{19}$/);
  expect(service.currentServiceRevisions[0].arn).toBe(
    `arn:aws:ecs:ap-northeast-1:111111111111:service-revision/shop/api/${id.slice('ecs-svc/'.length)}`,
  );
});

test('3.4 the same task definition starts nothing unless forced', () => {
  const region = startRegion();
  const before = primary(region).id;
  expect(update(region, { taskDefinition: 'api:1' }).deployments).toMatchObject([{ id: before }]);
  const forced = update(region, { taskDefinition: 'api:1', forceNewDeployment: true });
  expect(forced.deployments).toHaveLength(2);
  expect(forced.deployments[0].id).not.toBe(before);
});

test('3.5 desired count and unchanged settings start no deployment, a changed network does', () => {
  const region = startRegion();
  const before = primary(region).id;
  const network = { awsvpcConfiguration: { subnets: ['subnet-1'] } };
  update(region, { desiredCount: 4 });
  region.pass(30);
  expect(api(region)).toMatchObject({ desiredCount: 4, runningCount: 4, deployments: [{ id: before }] });
  expect(update(region, { networkConfiguration: network }).deployments).toHaveLength(2);
  region.pass(60);
  const after = primary(region).id;
  expect(update(region, { networkConfiguration: network }).deployments).toMatchObject([{ id: after }]);
  update(region, { desiredCount: 1 });
  region.pass(30);
  expect(api(region)).toMatchObject({ runningCount: 1, deployments: [{ id: after }] });
});

test('3.6 what a request leaves out stays', () => {
  const region = startRegion();
  update(region, { deploymentConfiguration: { maximumPercent: 150 }, healthCheckGracePeriodSeconds: 30 });
  const service = update(region, { taskDefinition: 'api:2' });
  expect(service).toMatchObject({
    desiredCount: 2,
    healthCheckGracePeriodSeconds: 30,
    propagateTags: 'NONE',
    deploymentConfiguration: {
      maximumPercent: 150,
      minimumHealthyPercent: 100,
      strategy: 'ROLLING',
      bakeTimeInMinutes: 0,
      deploymentCircuitBreaker: { enable: false, rollback: false },
    },
  });
});

test('3.7 a family is resolved, an INACTIVE revision refused', () => {
  const region = startRegion();
  expect(update(region, { taskDefinition: 'api' }).taskDefinition).toMatch(/api:2$/);
  region.call('DeregisterTaskDefinition', { taskDefinition: 'api:1' });
  expect(() => update(region, { taskDefinition: 'api:1' })).toThrow(
    expect.objectContaining({ code: 'ClientException', message: 'TaskDefinition is inactive' }),
  );
  expect(() => update(region, { taskDefinition: 'nope' })).toThrow('Unable to describe task definition.');
});

test('3.8 DescribeServices takes one to ten names and reports unknown ones', () => {
  const region = startRegion();
  const describe = (services: string[], include: string[] = []): Answer =>
    region.call('DescribeServices', { cluster: 'shop', services, include });
  const { services, failures } = describe(['api', 'nope']);
  expect(services).toHaveLength(1);
  expect(services[0]).not.toHaveProperty('tags');
  expect(failures).toEqual([{ arn: 'arn:aws:ecs:ap-northeast-1:111111111111:service/shop/nope', reason: 'MISSING' }]);
  expect(describe([services[0].serviceArn], ['TAGS']).services[0].tags).toEqual([]);
  expect(() => describe([])).toThrow(invalid('Services cannot be empty.'));
  expect(() => describe(Array.from({ length: 11 }, () => 'api'))).toThrow(invalid('Services cannot be more than 10.'));
});

test('3.9 ListServices pages by ten and leaves out INACTIVE services', () => {
  const services = Object.fromEntries(
    Array.from({ length: 12 }, (_, index) => [`s${index}`, { taskDefinition: 'api:1', desiredCount: 0 }]),
  );
  const region = startRegion({ ...shop, clusters: { shop: { services } } });
  region.call('DeleteService', { cluster: 'shop', service: 's0' });
  region.pass(10);
  const first = region.call('ListServices', { cluster: 'shop' });
  expect(first.serviceArns).toHaveLength(10);
  expect(region.call('ListServices', { cluster: 'shop', nextToken: first.nextToken }).serviceArns).toHaveLength(1);
});

test('3.10 a deleted service drains and stays describable as INACTIVE', () => {
  const region = startRegion();
  expect(() => region.call('DeleteService', { cluster: 'shop', service: 'api' })).toThrow(
    invalid('The service cannot be stopped while it is scaled above 0.'),
  );
  const { service } = region.call('DeleteService', { cluster: 'shop', service: 'api', force: true });
  expect(service).toMatchObject({ status: 'DRAINING', desiredCount: 0, runningCount: 2 });
  expect(region.call('ListServiceDeployments', { cluster: 'shop', service: 'api' }).serviceDeployments).toEqual([]);
  region.pass(30);
  expect(api(region)).toMatchObject({ status: 'INACTIVE', runningCount: 0, deployments: [] });
});

test('3.11 a service that is not ACTIVE or not there is refused', () => {
  const region = startRegion();
  region.call('DeleteService', { cluster: 'shop', service: 'api', force: true });
  for (const operation of ['UpdateService', 'DeleteService']) {
    expect(() => region.call(operation, { cluster: 'shop', service: 'api' })).toThrow(
      expect.objectContaining({ code: 'ServiceNotActiveException' }),
    );
    expect(() => region.call(operation, { cluster: 'shop', service: 'nope' })).toThrow(
      expect.objectContaining({ code: 'ServiceNotFoundException', message: 'Service not found.' }),
    );
  }
});

test('3.12 a sixth deployment is refused', () => {
  const region = startRegion();
  region.control.behave({ stopSeconds: 30, startSeconds: 60 });
  update(region, { deploymentConfiguration: { maximumPercent: 1000 } });
  for (let count = 0; count < 4; count += 1) {
    update(region, { forceNewDeployment: true });
    region.pass(2);
  }
  expect(api(region).deployments).toHaveLength(5);
  expect(() => update(region, { forceNewDeployment: true })).toThrow(
    invalid('5 active deployments exist, unable to create new deployment.'),
  );
});

test('3.13 percentages that block every deployment are refused', () => {
  const region = startRegion();
  const configure = (minimumHealthyPercent: number, maximumPercent: number) => () =>
    update(region, { deploymentConfiguration: { minimumHealthyPercent, maximumPercent } });
  expect(configure(100, 100)).toThrow(
    invalid('Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.'),
  );
  expect(configure(100, 50)).toThrow(invalid('maximumPercent cannot be less than minimumHealthyPercent.'));
  expect(configure(0, 100)).not.toThrow();
});
