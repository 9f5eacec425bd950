import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Answer, api, messages, primary, type Region, shop, startRegion, update } from './region.ts';

const balancers = [
  { targetGroupArn: 'arn:aws:elasticloadbalancing:ap-northeast-1:111111111111:targetgroup/api/1', containerPort: 80 },
];

function withService(service: object): Region {
  return startRegion({
    ...shop,
    clusters: { shop: { services: { api: { taskDefinition: 'api:1', desiredCount: 2, ...service } } } },
  });
}

function old(region: Region): Answer {
  return api(region).deployments.find((deployment: Answer) => deployment.status === 'ACTIVE');
}

test('4.1 nothing is desired of the new deployment until the scheduler acts', () => {
  const region = startRegion();
  update(region, { taskDefinition: 'api:2' });
  region.pass(0.9);
  expect(primary(region)).toMatchObject({ desiredCount: 0, pendingCount: 0 });
  region.pass(0.2);
  expect(primary(region)).toMatchObject({ desiredCount: 2, pendingCount: 2 });
});

test('4.2 counts stay between the minimum and the maximum percent at all times', () => {
  const percent = fc.record({
    desired: fc.integer({ min: 1, max: 12 }),
    minimum: fc.integer({ min: 0, max: 100 }),
    maximum: fc.integer({ min: 101, max: 300 }),
    balanced: fc.boolean(),
  });
  fc.assert(
    fc.property(percent, ({ desired, minimum, maximum, balanced }) => {
      const region = withService({
        desiredCount: desired,
        loadBalancers: balanced ? balancers : [],
        deploymentConfiguration: { minimumHealthyPercent: minimum, maximumPercent: maximum },
      });
      update(region, { taskDefinition: 'api:2' });
      for (let second = 0; second < 90; second += 1) {
        const { runningCount, pendingCount } = api(region);
        expect(runningCount).toBeGreaterThanOrEqual(Math.ceil((desired * minimum) / 100));
        expect(runningCount + pendingCount).toBeLessThanOrEqual(Math.floor((desired * maximum) / 100));
        region.pass(1);
      }
    }),
    { numRuns: 25 },
  );
});

test('4.3 old tasks go only as new ones become healthy', () => {
  const region = withService({ loadBalancers: balancers });
  update(region, { taskDefinition: 'api:2' });
  region.control.behave({ startSeconds: 20 });
  region.passUntil(() => primary(region).runningCount === 2);
  expect(old(region)).toMatchObject({ desiredCount: 2, runningCount: 2 });
  region.passUntil(() => old(region).desiredCount === 0, 10);
  expect(primary(region)).toMatchObject({ runningCount: 2 });
});

test('4.4 balanced tasks drain: RUNNING and asked to stop, their deployment ACTIVE with nothing desired', () => {
  const region = withService({ loadBalancers: balancers });
  region.control.setTimings({ deregistrationDelay: 30 });
  update(region, { taskDefinition: 'api:2' });
  region.passUntil(() => old(region).desiredCount === 0);
  region.pass(29);
  expect(old(region)).toMatchObject({ desiredCount: 0, runningCount: 2, status: 'ACTIVE' });
  const draining = region.call('ListTasks', { cluster: 'shop', serviceName: 'api', desiredStatus: 'STOPPED' });
  const { tasks } = region.call('DescribeTasks', { cluster: 'shop', tasks: draining.taskArns });
  expect(tasks).toMatchObject([{ lastStatus: 'RUNNING' }, { lastStatus: 'RUNNING' }]);
});

test('4.5 the old deployment is there until its last task is STOPPED', () => {
  const region = startRegion();
  region.control.behave({ match: { revision: 1 }, stopSeconds: 20 });
  update(region, { taskDefinition: 'api:2', forceNewDeployment: true });
  region.passUntil(() => api(region).deployments.length === 1);
  const stopped = region.control.tasks('shop/api').filter((task) => task.lastStatus === 'STOPPED');
  expect(stopped).toHaveLength(2);
  expect(Math.max(...stopped.map((task) => Number(task.stoppedAt)))).toBeGreaterThan(region.now() / 1000 - 2);
});

test('4.6 a draining deployment is COMPLETED and may stand first', () => {
  const region = withService({ loadBalancers: balancers });
  region.control.putActiveDeploymentsFirst(true);
  update(region, { taskDefinition: 'api:2' });
  region.passUntil(() => old(region).desiredCount === 0);
  expect(api(region).deployments).toMatchObject([
    { status: 'ACTIVE', rolloutState: 'COMPLETED' },
    { status: 'PRIMARY', rolloutState: 'IN_PROGRESS' },
  ]);
});

test('4.7 COMPLETED comes later than running equals desired', () => {
  const region = startRegion();
  update(region, { taskDefinition: 'api:2' });
  const asDesired = region.passUntil(() => {
    const { deployments, runningCount } = api(region);
    return deployments.length === 1 && runningCount === 2;
  });
  expect(asDesired).toBeGreaterThan(0);
  expect(primary(region)).toMatchObject({ rolloutState: 'IN_PROGRESS', runningCount: 2, desiredCount: 2 });
  const later = region.passUntil(() => primary(region).rolloutState === 'COMPLETED');
  expect(later).toBeGreaterThanOrEqual(3);
  expect(primary(region).rolloutStateReason).toBe(`ECS deployment ${primary(region).id} completed.`);
});

test('4.8 nothing desired completes without a task', () => {
  const region = withService({ desiredCount: 0 });
  update(region, { taskDefinition: 'api:2' });
  region.passUntil(() => primary(region).rolloutState === 'COMPLETED', 30);
  expect(region.control.tasks()).toEqual([]);
});

test('4.9 a desired count that changes on the way is followed', () => {
  const region = startRegion();
  update(region, { taskDefinition: 'api:2' });
  region.pass(3);
  region.control.scale('shop/api', 5);
  region.passUntil(() => primary(region).rolloutState === 'COMPLETED');
  expect(api(region)).toMatchObject({ desiredCount: 5, runningCount: 5, deployments: [{ desiredCount: 5 }] });
});

test('4.10 percentages without room stall the rollout, and an event says so', () => {
  const region = withService({
    desiredCount: 1,
    deploymentConfiguration: { minimumHealthyPercent: 50, maximumPercent: 150 },
  });
  update(region, { taskDefinition: 'api:2' });
  region.pass(300);
  expect(api(region)).toMatchObject({ runningCount: 1, deployments: [{ rolloutState: 'IN_PROGRESS' }, {}] });
  expect(messages(region)[0]).toBe(
    '(service api) was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.',
  );
});

test('4.11 a tag that moves is followed by the next deployment only', () => {
  const region = startRegion();
  const image = 'registry.test/shop/api:v2';
  const digests = (): string[] =>
    region.control
      .tasks('shop/api')
      .filter((task) => task.desiredStatus === 'RUNNING')
      .map((task: Answer) => task.containers[0].imageDigest);
  region.images.set(image, { digest: 'sha256:one', platforms: [] });
  update(region, { taskDefinition: 'api:2' });
  region.pass(60);
  region.images.set(image, { digest: 'sha256:two', platforms: [] });
  update(region, { desiredCount: 3 });
  region.pass(60);
  expect(digests()).toEqual(['sha256:one', 'sha256:one', 'sha256:one']);
  update(region, { forceNewDeployment: true });
  region.pass(60);
  expect(digests()).toEqual(['sha256:two', 'sha256:two', 'sha256:two']);
});

test('4.12 early success ends a rollout before the old tasks are gone', () => {
  const region = withService({
    desiredCount: 4,
    loadBalancers: balancers,
    deploymentConfiguration: {
      minimumHealthyPercent: 50,
      earlySuccessCriteria: { enable: true, healthyPercent: 50, sourceServiceRevisionCleanup: 'DEFERRED' },
    },
  });
  region.control.setTimings({ deregistrationDelay: 300 });
  update(region, { taskDefinition: 'api:2' });
  region.passUntil(() => primary(region).rolloutState === 'COMPLETED', 60);
  expect(old(region)).toMatchObject({ status: 'ACTIVE', runningCount: 4 });
  expect(region.control.serviceDeployments('shop/api')[0]).toMatchObject({ status: 'SUCCESSFUL' });
  region.passUntil(() => api(region).deployments.length === 1);
});

test('4.13 a rollout of two tasks takes less than a minute', () => {
  const region = withService({ loadBalancers: balancers });
  update(region, { taskDefinition: 'api:2' });
  expect(region.passUntil(() => primary(region).rolloutState === 'COMPLETED')).toBeLessThan(60);
});
