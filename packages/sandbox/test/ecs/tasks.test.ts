import { expect, test } from 'vitest';
import type { WireObject } from '../../src/model/service.ts';
import type { BehaviourInput } from '../../src/services/ecs/behaviours.ts';
import { type Answer, primary, type Region, shop, startRegion, taskDefinition, update } from './region.ts';

const networkConfiguration = { awsvpcConfiguration: { subnets: ['subnet-1'] } };
const targetGroup = 'arn:aws:elasticloadbalancing:ap-northeast-1:111111111111:targetgroup/api/1';
const balanced = { loadBalancers: [{ targetGroupArn: targetGroup, containerName: 'app', containerPort: 8080 }] };

function withService(service: object, container: WireObject = {}): Region {
  return startRegion({
    ...shop,
    taskDefinitions: [taskDefinition('v1', container), taskDefinition('v2', container)],
    clusters: { shop: { services: { api: { taskDefinition: 'api:1', desiredCount: 1, ...service } } } },
  });
}

/** Deploys revision 2 and returns the first of its tasks that stops. */
function firstStopped(region: Region, becomes: BehaviourInput['becomes'] = 'running'): Answer {
  region.control.behave({ match: { revision: 2 }, becomes });
  update(region, { taskDefinition: 'api:2' });
  const startedBy = primary(region).id;
  let arns: string[] = [];
  region.passUntil(() => {
    arns = region.call('ListTasks', { cluster: 'shop', startedBy, desiredStatus: 'STOPPED' }).taskArns;
    return arns.length > 0;
  });
  region.pass(10);
  return region.call('DescribeTasks', { cluster: 'shop', tasks: arns }).tasks[0];
}

test('8.1 a task goes through its statuses', () => {
  const region = withService(balanced);
  region.control.setTimings({ start: 40, stop: 10 });
  update(region, { taskDefinition: 'api:2' });
  const seen: string[] = [];
  const watch = (revision: number): string => {
    const task = region.control
      .tasks('shop/api')
      .find((each) => String(each.taskDefinitionArn).endsWith(`:${revision}`));
    return String(task?.lastStatus);
  };
  region.passUntil(() => {
    const status = watch(2);
    if (seen.at(-1) !== status) seen.push(status);
    return status === 'RUNNING';
  });
  expect(seen).toEqual(['undefined', 'PROVISIONING', 'PENDING', 'ACTIVATING', 'RUNNING']);
  const leaving: string[] = [];
  for (let tenth = 0; tenth < 300; tenth += 1) {
    if (leaving.at(-1) !== watch(1)) leaving.push(watch(1));
    region.pass(0.1);
  }
  expect(leaving).toEqual(['RUNNING', 'STOPPING', 'DEPROVISIONING', 'STOPPED']);
});

test('8.2 a task names its deployment and its service', () => {
  const region = withService({});
  const [arn] = region.call('ListTasks', { cluster: 'shop' }).taskArns;
  expect(region.call('DescribeTasks', { cluster: 'shop', tasks: [arn] }).tasks).toMatchObject([
    { startedBy: primary(region).id, group: 'service:api', lastStatus: 'RUNNING', desiredStatus: 'RUNNING' },
  ]);
});

test('8.3 a missing image is told on the task and the container', () => {
  const region = withService({});
  region.images.set('registry.test/shop/api:v2', null);
  const reason =
    'CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref registry.test/shop/api:v2: registry.test/shop/api:v2: not found';
  expect(firstStopped(region)).toMatchObject({
    lastStatus: 'STOPPED',
    stopCode: 'TaskFailedToStart',
    stoppedReason: reason,
    containers: [{ lastStatus: 'STOPPED', reason }],
  });
});

test('8.4 an image for another platform does not start', () => {
  const region = withService({});
  region.images.set('registry.test/shop/api:v2', { digest: 'sha256:a', platforms: ['linux/arm64'] });
  expect(firstStopped(region)).toMatchObject({
    stopCode: 'TaskFailedToStart',
    stoppedReason:
      "CannotPullContainerError: pull image manifest has been retried 7 time(s): image Manifest does not contain descriptor matching platform 'linux/amd64'",
  });
});

test('8.4 a Windows task pulls for windows/amd64', () => {
  const windows = { runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' } };
  const region = startRegion({
    ...shop,
    taskDefinitions: [taskDefinition('v1'), { ...taskDefinition('v2'), ...windows }],
  });
  region.images.set('registry.test/shop/api:v2', { digest: 'sha256:a', platforms: ['linux/amd64'] });
  expect(firstStopped(region).stoppedReason).toContain("descriptor matching platform 'windows/amd64'");
  region.images.set('registry.test/shop/api:v2', { digest: 'sha256:a', platforms: ['windows/amd64'] });
  region.passUntil(() => primary(region).runningCount === 2);
});

test.each<[string, BehaviourInput['becomes'], RegExp]>([
  [
    'no route to ECR',
    'no-route',
    /^ResourceInitializationError: unable to pull secrets or registry auth: .*api\.ecr\.ap-northeast-1\.amazonaws\.com.*i\/o timeout$/,
  ],
  [
    'no route to the registry',
    { type: 'no-route', to: 'registry' },
    /^CannotPullContainerError: The task cannot pull registry\.test\/shop\/api:v2 from the registry registry\.test\. There is a connection issue between the task and the registry\. Check your task network configuration\./,
  ],
  [
    'no route to CloudWatch Logs',
    { type: 'no-route', to: 'logs' },
    /^ResourceInitializationError: failed to validate logger args: The task cannot find the Amazon CloudWatch log group defined in the task definition\. .* : signal: killed$/,
  ],
  [
    'a denied secret',
    { type: 'secret-denied', secret: 'arn:aws:secretsmanager:ap-northeast-1:111111111111:secret:key' },
    /^ResourceInitializationError: unable to pull secrets or registry auth: .*AccessDeniedException: .* is not authorized to perform: secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:ap-northeast-1:111111111111:secret:key/,
  ],
  [
    'a missing log group',
    'log-group-missing',
    /^ResourceInitializationError: failed to validate logger args: .*ResourceNotFoundException: The specified log group does not exist\./,
  ],
  ['words of its own', { type: 'fails-to-start', stoppedReason: 'Task failed to start' }, /^Task failed to start$/],
])('8.5 %s stops the task before it starts', (_, becomes, reason) => {
  const task = firstStopped(withService({}), becomes);
  expect(task).toMatchObject({ stopCode: 'TaskFailedToStart', stoppedReason: expect.stringMatching(reason) });
  expect(task).not.toHaveProperty('startedAt');
  expect(task.containers[0]).not.toHaveProperty('exitCode');
});

test('8.5 a log group the seed does not name is missing', () => {
  const options = { 'awslogs-group': '/ecs/none' };
  const region = startRegion({
    taskDefinitions: [
      taskDefinition('v1'),
      taskDefinition('v2', { logConfiguration: { logDriver: 'awslogs', options } }),
    ],
    clusters: { shop: { services: { api: { taskDefinition: 'api:1' } } } },
    logGroups: ['/ecs/api'],
  });
  expect(firstStopped(region).stoppedReason).toContain('The specified log group does not exist');
});

test('8.6 a container that ends ends the task, with its exit code', () => {
  expect(firstStopped(withService({}), { type: 'exits', code: 3, afterSeconds: 2 })).toMatchObject({
    stopCode: 'EssentialContainerExited',
    stoppedReason: 'Essential container in task exited',
    startedAt: expect.any(Number),
    containers: [{ exitCode: 3 }],
  });
  expect(firstStopped(withService({}), { type: 'out-of-memory', afterSeconds: 2 })).toMatchObject({
    stopCode: 'EssentialContainerExited',
    containers: [{ exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' }],
  });
  const sidecar = { name: 'log', image: 'log:1', memory: 64, essential: false };
  const region = startRegion({
    taskDefinitions: [
      { ...taskDefinition('v1'), containerDefinitions: [...taskDefinition('v1').containerDefinitions, sidecar] },
    ],
    clusters: { shop: { services: { api: { taskDefinition: 'api:1' } } } },
  });
  region.control.behave({ becomes: { type: 'exits', code: 2, afterSeconds: 1, container: 'log' } });
  update(region, { forceNewDeployment: true });
  region.pass(60);
  expect(region.control.tasks('shop/api').at(-1)).toMatchObject({
    lastStatus: 'RUNNING',
    containers: [{ lastStatus: 'RUNNING' }, { lastStatus: 'STOPPED', exitCode: 2 }],
  });
});

test('8.7 failed container health checks stop the task', () => {
  const region = withService({}, { healthCheck: { command: ['CMD', 'true'] } });
  expect(region.control.tasks()).toMatchObject([{ healthStatus: 'HEALTHY' }]);
  expect(firstStopped(region, 'container-unhealthy')).toMatchObject({
    stopCode: 'ServiceSchedulerInitiated',
    stoppedReason: 'Task failed container health checks',
    healthStatus: 'UNHEALTHY',
  });
});

test('8.8 failed target health checks stop the task once the grace period is over', () => {
  const region = withService({ ...balanced, healthCheckGracePeriodSeconds: 60 });
  const task = firstStopped(region, { type: 'target-unhealthy', reason: 'Request timed out' });
  expect(task).toMatchObject({
    stopCode: 'ServiceSchedulerInitiated',
    stoppedReason: `Task failed ELB health checks in (target-group ${targetGroup})`,
  });
  expect(task.stoppingAt - task.startedAt).toBe(60);
});

test('8.9 replaced tasks stop for the sake of the deployment', () => {
  const region = withService({});
  update(region, { taskDefinition: 'api:2' });
  region.pass(60);
  expect(region.control.tasks()[0]).toMatchObject({
    lastStatus: 'STOPPED',
    stopCode: 'ServiceSchedulerInitiated',
    stoppedReason: `Scaling activity initiated by (deployment ${primary(region).id})`,
    containers: [{ exitCode: 0 }],
  });
});

test('8.10 a task stopped by a user is replaced', () => {
  const region = withService({});
  const [task] = region.call('ListTasks', { cluster: 'shop' }).taskArns;
  const stopped = region.call('StopTask', { cluster: 'shop', task, reason: 'by hand' });
  expect(stopped.task).toMatchObject({ stopCode: 'UserInitiated', stoppedReason: 'by hand', desiredStatus: 'STOPPED' });
  region.pass(30);
  expect(region.control.tasks()).toMatchObject([{ lastStatus: 'STOPPED' }, { lastStatus: 'RUNNING' }]);
  expect(() => region.call('StopTask', { cluster: 'shop', task: 'none' })).toThrow(
    'The referenced task was not found.',
  );
});

test('8.11 an interrupted task says why', () => {
  const region = withService({});
  const host = { stopCode: 'TerminationNotice', stoppedReason: 'Host EC2 (instance i-1) terminated.' } as const;
  expect(firstStopped(region, { type: 'interrupted', ...host, afterSeconds: 1 })).toMatchObject(host);
});

test('8.12 ListTasks filters', () => {
  const region = withService({ desiredCount: 2 });
  region.call('RunTask', { cluster: 'shop', taskDefinition: 'api:2', startedBy: 'me', networkConfiguration });
  const list = (input: WireObject): number => region.call('ListTasks', { cluster: 'shop', ...input }).taskArns.length;
  expect(list({})).toBe(3);
  expect(list({ serviceName: 'api' })).toBe(2);
  expect(list({ family: 'api' })).toBe(3);
  expect(list({ family: 'ap' })).toBe(0);
  expect(list({ startedBy: 'me' })).toBe(1);
  expect(list({ desiredStatus: 'PENDING' })).toBe(0);
  expect(list({ desiredStatus: 'STOPPED' })).toBe(0);
  expect(() => list({ serviceName: 'none' })).toThrow(expect.objectContaining({ code: 'ServiceNotFoundException' }));
});

test('8.13 a stopped task is known for an hour', () => {
  const region = withService({});
  const { taskArn } = firstStopped(region, 'image-missing');
  const describe = (): Answer => region.call('DescribeTasks', { cluster: 'shop', tasks: [taskArn] });
  region.pass(3600 - 30);
  expect(describe().tasks).toHaveLength(1);
  region.pass(60);
  expect(describe()).toEqual({ tasks: [], failures: [{ arn: taskArn, reason: 'MISSING' }] });
});

test('8.14 RunTask starts tasks without a service', () => {
  const region = withService({});
  const run = (input: WireObject): Answer =>
    region.call('RunTask', { cluster: 'shop', taskDefinition: 'api:2', networkConfiguration, ...input });
  expect(run({ count: 2 }).tasks).toMatchObject([
    { lastStatus: 'PROVISIONING', group: 'family:api' },
    { lastStatus: 'PROVISIONING' },
  ]);
  expect(() => run({ count: 11 })).toThrow('count must be between 1 and 10.');
  region.control.behave({ becomes: { type: 'exits', code: 0, afterSeconds: 5 } });
  const [task] = run({}).tasks;
  region.pass(30);
  expect(region.call('DescribeTasks', { cluster: 'shop', tasks: [task.taskArn] }).tasks).toMatchObject([
    { lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited', containers: [{ exitCode: 0 }] },
  ]);
  region.control.behave({ becomes: 'not-placed' });
  expect(run({})).toEqual({ tasks: [], failures: [{ reason: 'RESOURCE:MEMORY' }] });
});

test('8.15 a container that does not end in thirty seconds is killed', () => {
  const region = withService({});
  region.control.behave({ stopSeconds: 45 });
  update(region, { forceNewDeployment: true });
  region.pass(30);
  update(region, { forceNewDeployment: true });
  region.passUntil(() => region.control.tasks()[1]?.lastStatus === 'STOPPED');
  const task: Answer = region.control.tasks()[1];
  expect(task.containers).toMatchObject([{ exitCode: 137 }]);
  expect(task.executionStoppedAt - task.stoppingAt).toBe(30);
});

test('8.16 a task that never starts stays PENDING', () => {
  const region = withService({});
  region.control.behave({ becomes: 'never-starts' });
  update(region, { forceNewDeployment: true });
  region.pass(3600);
  expect(primary(region)).toMatchObject({
    pendingCount: 1,
    runningCount: 0,
    failedTasks: 0,
    rolloutState: 'IN_PROGRESS',
  });
});
