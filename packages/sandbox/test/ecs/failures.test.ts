import { expect, test } from 'vitest';
import type { BehaviourInput } from '../../src/services/ecs/behaviours.ts';
import { type Answer, api, messages, primary, type Region, shop, startRegion, update } from './region.ts';

const targetGroup = 'arn:aws:elasticloadbalancing:ap-northeast-1:111111111111:targetgroup/api/1';
const broken: BehaviourInput = { match: { revision: 2 }, becomes: { type: 'exits', code: 1 } };

function withBreaker(breaker: object | null, service: object = {}): Region {
  const deploymentConfiguration = breaker ? { deploymentCircuitBreaker: { enable: true, ...breaker } } : {};
  return startRegion({
    ...shop,
    clusters: {
      shop: { services: { api: { taskDefinition: 'api:1', desiredCount: 2, deploymentConfiguration, ...service } } },
    },
  });
}

function deploymentOf(region: Region, id: string): Answer {
  return api(region).deployments.find((deployment: Answer) => deployment.id === id);
}

/** Deploys the broken revision; returns the ids of the old and the new deployment. */
function deployBroken(region: Region, behaviour: BehaviourInput = broken): { before: string; fresh: string } {
  const before = primary(region).id;
  region.control.behave(behaviour);
  update(region, { taskDefinition: 'api:2' });
  return { before, fresh: primary(region).id };
}

test.each<[string, BehaviourInput['becomes'], object]>([
  ['a failed pull', 'image-missing', {}],
  ['an exit before RUNNING', { type: 'exits', code: 1 }, {}],
  ['an exit before it settles', { type: 'exits', code: 1, afterSeconds: 2 }, {}],
  ['a failed container health check', 'container-unhealthy', {}],
  ['a failed target health check', 'target-unhealthy', { loadBalancers: [{ targetGroupArn: targetGroup }] }],
  ['no place', 'not-placed', {}],
])('5.1 %s adds to the failed tasks', (_, becomes, service) => {
  const region = withBreaker(null, { desiredCount: 1, ...service });
  deployBroken(region, { match: { revision: 2 }, becomes: becomes ?? 'running', times: 1, startSeconds: 1 });
  region.passUntil(() => primary(region).failedTasks === 1, 30);
});

test('5.2 a task that runs for good resets the count, unless the breaker adds up', () => {
  for (const [resetOnHealthyTask, expected] of [
    [true, 0],
    [false, 2],
  ] as const) {
    const region = withBreaker({ rollback: true, resetOnHealthyTask }, { desiredCount: 2 });
    region.control.behave({ match: { revision: 2 }, startSeconds: 30 });
    deployBroken(region, { ...broken, times: 2 });
    region.passUntil(() => primary(region).failedTasks === 2);
    region.passUntil(() => primary(region).runningCount === 2);
    region.pass(4);
    expect(primary(region).failedTasks).toBe(expected);
  }
});

test('5.3 tasks that settle and end later never trip the breaker', () => {
  const region = withBreaker({ rollback: true });
  deployBroken(region, { match: { revision: 2 }, becomes: { type: 'exits', code: 1, afterSeconds: 4 } });
  region.pass(600);
  expect(primary(region)).toMatchObject({ failedTasks: 0 });
  expect(primary(region).taskDefinition).toMatch(/api:2$/);
});

/** Seconds between the starts of the new tasks. */
function gaps(region: Region): readonly number[] {
  const created = region.control
    .tasks('shop/api')
    .filter((task) => String(task.taskDefinitionArn).endsWith(':2'))
    .map((task) => Number(task.createdAt));
  return created.slice(1).map((at, index) => at - (created[index] ?? 0));
}

test('5.4 the pause before a replacement doubles up to fifteen minutes', () => {
  const region = withBreaker(null, { desiredCount: 1 });
  deployBroken(region);
  region.pass(600);
  expect(gaps(region)).toEqual([7, 11, 19, 35, 67, 131, 259]);
  region.pass(6 * 3600);
  expect(new Set(gaps(region))).toEqual(new Set([903]));
});

test('5.5 without a breaker it is tried for ever while the old tasks serve', () => {
  const region = withBreaker(null);
  const { before } = deployBroken(region);
  region.pass(3600);
  expect(primary(region)).toMatchObject({ rolloutState: 'IN_PROGRESS', runningCount: 0 });
  expect(primary(region).failedTasks).toBeGreaterThan(5);
  expect(deploymentOf(region, before)).toMatchObject({ status: 'ACTIVE', runningCount: 2, rolloutState: 'COMPLETED' });
});

test.each([
  ['half of 2, held at 3', 2, undefined, 3],
  ['half of 8', 8, undefined, 4],
  ['a count', 2, { type: 'COUNT', value: 1 }, 1],
])('5.6 the deployment fails at the threshold: %s', (...[, desiredCount, thresholdConfiguration, threshold]) => {
  const region = withBreaker(
    { rollback: false, ...(thresholdConfiguration && { thresholdConfiguration }) },
    { desiredCount },
  );
  deployBroken(region);
  region.passUntil(() => primary(region).rolloutState === 'FAILED');
  expect(primary(region).failedTasks).toBe(threshold);
});

test('5.7 the old deployment is promoted under its old id', () => {
  const region = withBreaker({ rollback: true });
  const before = primary(region).id;
  region.control.behave(broken);
  update(region, {
    taskDefinition: 'api:2',
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-2'] } },
  });
  const revisions = region.state.services.get('shop/api')?.revisions.length;
  region.passUntil(() => primary(region).id === before);
  expect(primary(region)).toMatchObject({
    rolloutState: 'IN_PROGRESS',
    rolloutStateReason: `ECS deployment circuit breaker: rolling back to deploymentId ${before}.`,
    taskDefinition: expect.stringMatching(/api:1$/),
  });
  expect(api(region).taskDefinition).toMatch(/api:1$/);
  expect(api(region)).toMatchObject({ networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-sandbox'] } } });
  expect(region.state.services.get('shop/api')?.revisions).toHaveLength(revisions ?? 0);
});

test('5.8 the failed deployment is ACTIVE, IN_PROGRESS for a moment, FAILED, gone', () => {
  const region = withBreaker({ rollback: true });
  region.control.behave({ match: { revision: 2 }, stopSeconds: 20 });
  const { before, fresh } = deployBroken(region, { ...broken, times: 3 });
  region.passUntil(() => primary(region).id === before);
  const reason = 'ECS deployment circuit breaker: tasks failed to start.';
  expect(deploymentOf(region, fresh)).toMatchObject({ status: 'ACTIVE', rolloutState: 'IN_PROGRESS' });
  region.pass(1);
  expect(deploymentOf(region, fresh)).toMatchObject({
    status: 'ACTIVE',
    rolloutState: 'FAILED',
    rolloutStateReason: reason,
  });
  region.passUntil(() => deploymentOf(region, fresh) === undefined, 60);
});

test('5.9 after the rollback nothing tells it from a healthy service but its id', () => {
  const region = withBreaker({ rollback: true });
  const { before } = deployBroken(region);
  region.passUntil(() => api(region).deployments.length === 1 && primary(region).rolloutState === 'COMPLETED');
  expect(api(region)).toMatchObject({
    runningCount: 2,
    deployments: [
      { id: before, status: 'PRIMARY', rolloutStateReason: `ECS deployment ${before} completed.`, failedTasks: 0 },
    ],
  });
});

test('5.10 without rollback the PRIMARY is FAILED and the old deployment serves', () => {
  const region = withBreaker({ rollback: false });
  const { before, fresh } = deployBroken(region);
  region.passUntil(() => primary(region).rolloutState === 'FAILED');
  const tasks = region.control.tasks('shop/api').length;
  region.pass(1800);
  expect(primary(region)).toMatchObject({
    id: fresh,
    rolloutState: 'FAILED',
    rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
  });
  expect(deploymentOf(region, before)).toMatchObject({ status: 'ACTIVE', runningCount: 2 });
  expect(region.control.tasks('shop/api')).toHaveLength(tasks);
});

test('5.11 with nothing to go back to the service stalls and the rollback has failed', () => {
  const region = startRegion({ ...shop, clusters: { shop: {} } });
  region.control.behave({ becomes: 'image-missing' });
  region.call('CreateService', {
    cluster: 'shop',
    serviceName: 'api',
    taskDefinition: 'api:1',
    desiredCount: 1,
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
    deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
  });
  region.passUntil(() => primary(region).rolloutState === 'FAILED');
  region.pass(5);
  expect(region.control.serviceDeployments('shop/api')[0]).toMatchObject({
    status: 'ROLLBACK_FAILED',
    statusReason: 'No rollback candidate was found to run the rollback',
  });
  const tasks = region.control.tasks().length;
  region.pass(1800);
  expect(region.control.tasks()).toHaveLength(tasks);
});

test('5.12 the old deployment is no candidate while it rolls back', () => {
  const region = withBreaker({ rollback: true }, { deploymentConfiguration: breakerWithoutMinimum });
  const { before } = deployBroken(region, { becomes: 'image-missing' });
  region.passUntil(() => primary(region).id === before);
  region.passUntil(() => primary(region).rolloutState === 'FAILED');
  expect(region.control.serviceDeployments('shop/api')[0]).toMatchObject({ status: 'ROLLBACK_FAILED' });
  expect(primary(region)).toMatchObject({ id: before, runningCount: 0 });
});

const breakerWithoutMinimum = {
  minimumHealthyPercent: 0,
  deploymentCircuitBreaker: { enable: true, rollback: true },
};

const alarms = { alarmNames: ['errors', 'latency'], enable: true, rollback: true };

test('5.13 an alarm fails the deployment and rolls it back', () => {
  const region = withBreaker(null, { deploymentConfiguration: { alarms } });
  const before = primary(region).id;
  update(region, { taskDefinition: 'api:2' });
  region.pass(4);
  region.control.setAlarm('errors', 'ALARM');
  region.passUntil(() => primary(region).id === before, 5);
  region.control.setAlarm('errors', 'OK');
  region.passUntil(() => primary(region).rolloutState === 'COMPLETED');
  expect(region.control.serviceDeployments('shop/api')[0]).toMatchObject({
    status: 'ROLLBACK_SUCCESSFUL',
    alarms: { status: 'TRIGGERED', alarmNames: ['errors', 'latency'], triggeredAlarmNames: ['errors'] },
    deploymentCircuitBreaker: { status: 'DISABLED' },
  });
});

test('5.13 without rollback an alarm stalls the service', () => {
  const region = withBreaker(null, { deploymentConfiguration: { alarms: { ...alarms, rollback: false } } });
  const before = primary(region).id;
  update(region, { taskDefinition: 'api:2' });
  const fresh = primary(region).id;
  region.pass(4);
  region.control.setAlarm('errors', 'ALARM');
  region.pass(60);
  expect(primary(region)).toMatchObject({ id: fresh, rolloutState: 'FAILED' });
  expect(deploymentOf(region, before)).toMatchObject({ status: 'ACTIVE', runningCount: 2 });
  expect(region.control.serviceDeployments('shop/api')[0]).toMatchObject({
    status: 'STOPPED',
    alarms: { status: 'TRIGGERED', triggeredAlarmNames: ['errors'] },
  });
});

test('5.15 an alarm that rings from the start is not watched', () => {
  const region = withBreaker(null, { deploymentConfiguration: { alarms } });
  region.control.setAlarm('latency', 'ALARM');
  update(region, { taskDefinition: 'api:2' });
  const fresh = primary(region).id;
  region.pass(4);
  region.control.setAlarm('errors', 'ALARM');
  region.passUntil(() => primary(region).rolloutState === 'COMPLETED', 60);
  expect(primary(region).id).toBe(fresh);
  expect(region.control.serviceDeployments('shop/api')[0]).toMatchObject({
    status: 'SUCCESSFUL',
    alarms: { status: 'DISABLED' },
  });
});

test('5.16 alarms are watched while the new tasks bake', () => {
  const scaled = (deploymentConfiguration: object): { region: Region; before: string } => {
    const region = withBreaker(null, { deploymentConfiguration });
    const before = primary(region).id;
    region.control.setTimings({ alarmBake: 120 });
    update(region, { taskDefinition: 'api:2' });
    region.passUntil(() => api(region).deployments.length === 1);
    return { region, before };
  };
  const seconds = ({ region }: { region: Region }): number =>
    region.passUntil(() => primary(region).rolloutState === 'COMPLETED');
  expect(seconds(scaled({ alarms })) - seconds(scaled({}))).toBe(120);
  const { region, before } = scaled({ alarms });
  region.pass(60);
  region.control.setAlarm('latency', 'ALARM');
  region.passUntil(() => primary(region).id === before, 5);
  region.passUntil(() => api(region).deployments.length === 1 && primary(region).rolloutState === 'COMPLETED');
  expect(primary(region)).toMatchObject({ id: before, runningCount: 2 });
});

test('5.17 a rollback may lead to a deployment whose tasks are gone', () => {
  const region = withBreaker({ rollback: true });
  const before = primary(region).id;
  region.control.setTimings({ completion: 600 });
  update(region, { taskDefinition: 'api:2' });
  region.passUntil(() => deploymentOf(region, before) === undefined);
  region.control.behave({ becomes: 'image-missing', times: 3 });
  update(region, { forceNewDeployment: true });
  region.passUntil(() => primary(region).id === before);
  expect(primary(region)).toMatchObject({ status: 'PRIMARY', rolloutState: 'IN_PROGRESS', runningCount: 0 });
  region.control.setTimings({ completion: 4 });
  region.passUntil(() => api(region).deployments.length === 1 && primary(region).rolloutState === 'COMPLETED');
  expect(primary(region)).toMatchObject({ id: before, runningCount: 2, taskDefinition: expect.stringMatching(/:1$/) });
});

test('5.18 a stalled service takes the next deployment', () => {
  const region = withBreaker({ rollback: false });
  const { fresh } = deployBroken(region);
  region.passUntil(() => primary(region).rolloutState === 'FAILED');
  region.control.resetBehaviours();
  update(region, { taskDefinition: 'api:1' });
  expect(primary(region).id).not.toBe(fresh);
  region.passUntil(() => api(region).deployments.length === 1 && primary(region).rolloutState === 'COMPLETED');
  expect(region.control.serviceDeployments('shop/api').map(({ status }) => status)).toEqual([
    'SUCCESSFUL',
    'STOPPED',
    'SUCCESSFUL',
  ]);
});

test('5.14 events tell of the failure and of the rollback', () => {
  const region = withBreaker({ rollback: true });
  const { before, fresh } = deployBroken(region);
  region.passUntil(() => primary(region).id === before);
  expect(messages(region).slice(0, 2)).toEqual([
    `(service api) rolling back to deployment ${before}.`,
    `(service api) (deployment ${fresh}) deployment failed: tasks failed to start.`,
  ]);
});

test('5.14 events tell of an alarm and of a hook', () => {
  const hook = { hookTargetArn: 'arn:aws:lambda:ap-northeast-1:111111111111:function:check', roleArn: 'r' };
  const lifecycleHooks = [{ ...hook, lifecycleStages: ['PRE_SCALE_UP'] }];
  const region = withBreaker(null, { deploymentConfiguration: { alarms, strategy: 'BLUE_GREEN', lifecycleHooks } });
  region.control.answerHook(hook.hookTargetArn, 'FAILED');
  const failed = (): string | undefined => messages(region).find((message) => message.includes('deployment failed: '));
  update(region, { taskDefinition: 'api:2' });
  region.passUntil(() => failed() !== undefined);
  expect(failed()).toMatch(
    /^\(service api\) \(deployment ecs-svc\/\d+\) deployment failed: Service deployment rolled back because PRE_SCALE_UP lifecycle hook\(s\) failed\. Lifecycle hook target arn:\S+ returned FAILED status\.$/,
  );
  region.passUntil(() => primary(region).rolloutState === 'COMPLETED');
  region.control.answerHook(hook.hookTargetArn, 'SUCCEEDED');
  update(region, { taskDefinition: 'api:2' });
  region.pass(4);
  region.control.setAlarm('errors', 'ALARM');
  region.pass(2);
  expect(failed()).toMatch(/deployment failed: alarm detected\.$/);
});
