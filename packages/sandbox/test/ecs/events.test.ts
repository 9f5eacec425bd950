import { expect, test } from 'vitest';
import { type Answer, messages, primary, type Region, shop, startRegion, update } from './region.ts';

const targetGroup = 'arn:aws:elasticloadbalancing:ap-northeast-1:111111111111:targetgroup/api/1';

function withService(service: object = {}): Region {
  return startRegion({
    ...shop,
    clusters: { shop: { services: { api: { taskDefinition: 'api:1', desiredCount: 1, ...service } } } },
  });
}

/** Messages since the seed was loaded, oldest first, ids of tasks and deployments replaced. */
function story(region: Region, since: number): string[] {
  return messages(region)
    .toReversed()
    .slice(since)
    .map((message) =>
      message.replaceAll(/\(task [0-9a-f]{32}\)/g, '(task ID)').replaceAll(/ecs-svc\/\d+/g, 'ecs-svc/N'),
    );
}

test('9.1 messages name the service, newest first, a hundred at most', () => {
  const region = withService();
  region.pass(30 * 24 * 3600);
  expect(messages(region)).toHaveLength(100);
  expect(messages(region).every((message) => message.startsWith('(service api) '))).toBe(true);
  const { events } = region.call('DescribeServices', { cluster: 'shop', services: ['api'] }).services[0];
  const times = events.map((event: Answer) => event.createdAt);
  expect(times).toEqual(times.toSorted((left: number, right: number) => right - left));
});

test('9.2 a rollout tells its story', () => {
  const region = withService({ loadBalancers: [{ targetGroupArn: targetGroup, containerPort: 80 }] });
  const since = messages(region).length;
  update(region, { taskDefinition: 'api:2' });
  region.pass(60);
  expect(story(region, since)).toEqual([
    '(service api) has started 1 tasks: (task ID).',
    `(service api) registered 1 targets in (target-group ${targetGroup})`,
    `(service api) deregistered 1 targets in (target-group ${targetGroup})`,
    '(service api, taskSet ecs-svc/N) has begun draining connections on 1 tasks.',
    '(service api) has stopped 1 running tasks: (task ID).',
    '(service api) (deployment ecs-svc/N) deployment completed.',
    '(service api) has reached a steady state.',
  ]);
});

test('9.2 targets of one moment are told in one event', () => {
  const region = withService({ desiredCount: 3, loadBalancers: [{ targetGroupArn: targetGroup, containerPort: 80 }] });
  const since = messages(region).length;
  update(region, { taskDefinition: 'api:2' });
  region.pass(60);
  expect(story(region, since).filter((message) => message.includes('registered'))).toEqual([
    `(service api) registered 3 targets in (target-group ${targetGroup})`,
    `(service api) deregistered 3 targets in (target-group ${targetGroup})`,
  ]);
});

test('9.3 the steady state is said every six hours', () => {
  const region = withService();
  const steady = (): number =>
    messages(region).filter((message) => message.endsWith('has reached a steady state.')).length;
  const before = steady();
  region.pass(24 * 3600);
  expect(steady() - before).toBe(4);
});

test('9.4 a cause is told once until it is resolved', () => {
  const region = withService();
  const refusals = (): number =>
    messages(region).filter((message) => message.includes('unable to place a task')).length;
  region.control.behave({ becomes: 'not-placed' });
  update(region, { forceNewDeployment: true });
  region.pass(2 * 3600);
  expect(refusals()).toBe(1);
  region.pass(5 * 3600);
  expect(refusals()).toBe(2);
  update(region, { forceNewDeployment: true });
  region.pass(60);
  expect(refusals()).toBe(3);
});

test.each([
  ['capacity', 'was unable to place a task. Reason: Capacity is unavailable at this time.'],
  ['no-container-instance', 'was unable to place a task because no container instance met all of its requirements.'],
  ['port', 'is already using a port required by your task.'],
  ['cpu', 'has insufficient CPU units available.'],
  ['agent', 'encountered error "AGENT".'],
  ['cpu-limit', 'was unable to place a task. Reason: The requested CPU configuration is above your limit.'],
  ['internal-error', 'was unable to place a task. Reason: Internal error.'],
  ['throttled', '(service api) operations are being throttled. Will try again later.'],
  ['task-limit', "Reason: You've reached the limit on the number of tasks you can run concurrently"],
  ['vcpu-limit', "Reason: You've reached the limit on the number of vCPUs"],
] as const)('9.5 no place for %s is told with its reason', (reason, text) => {
  const region = withService();
  region.control.behave({ becomes: { type: 'not-placed', reason } });
  update(region, { forceNewDeployment: true });
  region.pass(10);
  expect(messages(region)[0]).toContain(text);
});

test('9.5 a failed start on Fargate is told in an event', () => {
  const region = withService({ launchType: 'FARGATE' });
  region.control.behave({ becomes: 'image-missing' });
  update(region, { forceNewDeployment: true });
  region.pass(10);
  expect(messages(region)).toContainEqual(
    expect.stringMatching(/was unable to place a task\. Reason: CannotPullContainerError: .*: not found\.$/),
  );
});

test('9.6 unhealthy tasks are told by id', () => {
  const region = withService({
    launchType: 'FARGATE',
    loadBalancers: [{ targetGroupArn: targetGroup, containerPort: 80 }],
  });
  region.control.behave({ becomes: { type: 'target-unhealthy', reason: 'Request timed out' }, times: 1 });
  update(region, { forceNewDeployment: true });
  const { id } = primary(region);
  region.passUntil(() => primary(region).failedTasks === 1);
  const [task] = region.control.tasks().filter(({ startedBy }) => startedBy === id);
  const taskId = String(task?.taskArn).split('/').at(-1);
  expect(messages(region)).toContain(
    `(service api) (task ${taskId}) (port 80) is unhealthy in (target-group ${targetGroup}) due to (reason Request timed out)`,
  );
  region.control.behave({ becomes: 'container-unhealthy', times: 1 });
  update(region, { forceNewDeployment: true });
  region.passUntil(() => primary(region).failedTasks === 1);
  expect(
    messages(region).some((message) => /^\(service api\) \(task \w+\) failed container health checks\.$/.test(message)),
  ).toBe(true);
});

test('9.7 long pauses between starts are told', () => {
  const region = withService();
  region.control.behave({ becomes: { type: 'exits' } });
  update(region, { forceNewDeployment: true });
  region.pass(40);
  const text = '(service api) is unable to consistently start tasks successfully.';
  expect(messages(region)).not.toContain(text);
  region.pass(300);
  expect(messages(region)).toContain(text);
});
