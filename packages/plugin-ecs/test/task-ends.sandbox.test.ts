import { expect, test } from 'vitest';
import { deploy, errorOf } from './deploy.ts';
import { type Behaviour, migrate, oneOffs, startTaskShop, withTasks } from './task-shop.ts';

const ends: readonly (readonly [Behaviour['becomes'], code: string, texts: readonly [RegExp, RegExp]])[] = [
  ['image-missing', 'TASK_NOT_STARTED', [/did not start: CannotPullContainerError/, /not in the registry/]],
  ['no-route', 'TASK_NOT_STARTED', [/did not start: ResourceInitializationError/, /cannot reach ECR/]],
  ['secret-denied', 'TASK_NOT_STARTED', [/did not start: .*AccessDenied/, /may not read/]],
  ['log-group-missing', 'TASK_LOG_GROUP_MISSING', [/as a log group is missing/, /the log group does not exist/]],
  ['out-of-memory', 'TASK_FAILED', [/container app ended with exit code 137/, /used more memory than it has/]],
  [{ type: 'exits', code: 127 }, 'TASK_FAILED', [/exit code 127/, /could not run its command/]],
  [{ type: 'exits', code: 139, afterSeconds: 1 }, 'TASK_FAILED', [/exit code 139/, /segmentation fault/]],
  [{ type: 'exits', code: 1, afterSeconds: 1 }, 'TASK_FAILED', [/exit code 1$/, /last lines of its log/]],
  ['interrupted', 'TASK_INTERRUPTED', [/interrupted by the platform: Your Spot Task was interrupted/, /launchType/]],
  [{ type: 'not-placed', reason: 'capacity' }, 'TASK_NOT_PLACED', [/Capacity is unavailable/, /no room at the moment/]],
  [{ type: 'not-placed', reason: 'vcpu-limit' }, 'TASK_NOT_PLACED', [/limit/, /Service Quotas/]],
  [
    { type: 'fails-to-start', stoppedReason: 'TaskFailedToStart: EMPTY CAPACITY PROVIDER' },
    'TASK_NOT_PLACED',
    [/EMPTY CAPACITY PROVIDER/, /has no instances/],
  ],
];

test.each(ends)('a migration that is %j ends with %s', async (becomes, code, [message, hint]) => {
  await using shop = await startTaskShop({ match: { startedBy: 'funade/*' }, becomes });
  const { outcome, error } = await deploy(shop, { options: withTasks({ migrate }) });
  expect([outcome, error?.code]).toEqual(['failed', code]);
  expect(error?.message).toMatch(message);
  expect(error?.hint).toMatch(hint);
  expect(error?.details).toMatchObject({ cluster: 'shop', task: 'api/migrate' });
  expect(shop.calls('UpdateService')).toEqual([]);
});

test.each([
  ['cpu', /RESOURCE:CPU/, /has room/],
  ['memory', /RESOURCE:MEMORY/, /has room/],
  ['port', /RESOURCE:PORTS/, /host ports/],
  ['eni', /RESOURCE:ENI/, /network interface/],
  ['gpu', /RESOURCE:GPU/, /GPU/],
  ['agent', /AGENT/, /agent/],
  ['attribute', /ATTRIBUTE/, /fits/],
  ['location', /LOCATION/, /fits/],
] as const)('on instances a task without a place is told with its reason: %s', async (reason, message, hint) => {
  await using shop = await startTaskShop(
    { match: { startedBy: 'funade/*' }, becomes: { type: 'not-placed', reason } },
    {
      service: { launchType: 'EC2', networkConfiguration: undefined },
      taskDefinition: { requiresCompatibilities: ['EC2'], networkMode: 'bridge' },
    },
  );
  const { error } = await deploy(shop, { options: withTasks({ migrate }) });
  expect(error?.code).toBe('TASK_NOT_PLACED');
  expect(error?.message).toMatch(message);
  expect(error?.hint).toMatch(hint);
});

test('a sidecar that is essential and ends takes the task with it', async () => {
  const containerDefinitions = [
    { name: 'app', image: 'registry.example/shop/api:v1.1.0', essential: true },
    { name: 'proxy', image: 'registry.example/proxy:1', essential: true },
  ];
  await using shop = await startTaskShop(
    { match: { startedBy: 'funade/*' }, becomes: { type: 'exits', code: 1, afterSeconds: 1, container: 'proxy' } },
    { taskDefinition: { containerDefinitions } },
  );
  const { error } = await deploy(shop, { options: withTasks({ migrate }) });
  expect(error?.code).toBe('TASK_SIDECAR_ENDED');
  expect(error?.message).toMatch(/was ended by container proxy, which is essential and ended with exit code 1$/);
});

test('what counts is over although other containers go on: the task is stopped', async () => {
  const containerDefinitions = [
    { name: 'job', image: 'registry.example/job:1', essential: false },
    { name: 'app', image: 'registry.example/shop/api:v1.1.0', essential: true },
  ];
  await using shop = await startTaskShop(
    { match: { startedBy: 'funade/*' }, becomes: { type: 'exits', code: 0, afterSeconds: 2, container: 'job' } },
    { taskDefinition: { containerDefinitions } },
  );
  const options = withTasks({ migrate: { ...migrate, container: 'job' } });
  expect(await deploy(shop, { options })).toEqual({ outcome: 'succeeded', error: null });
  expect(oneOffs(shop)).toMatchObject([{ lastStatus: 'STOPPED', stoppedReason: 'Funade: it is over' }]);
  shop.sandbox.faults.next('ecs.TagResource', { code: 'AccessDeniedException' }, 2);
  await deploy(shop, { options, allow: { force: true } });
  expect(oneOffs(shop)).toHaveLength(1);
});

test('a task without an exit code is no success', async () => {
  await using shop = await startTaskShop();
  const plan = await shop.plan({ options: withTasks({ migrate }) });
  const report = await shop.apply(plan, (event) => {
    if (event.type !== 'step-progress' || event.message !== 'RUNNING') return;
    const containers = [{ name: 'app', lastStatus: 'STOPPED' }];
    const taskArn = String(oneOffs(shop)[0]?.taskArn);
    const task = { taskArn, lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited', containers };
    const body = JSON.stringify({ tasks: [task], failures: [] });
    shop.sandbox.faults.next('ecs.DescribeTasks', { status: 200, body });
  });
  expect([report.outcome, errorOf(shop)?.code]).toEqual(['failed', 'TASK_NO_EXIT_CODE']);
});

test('a task that somebody stops is told as that', async () => {
  await using shop = await startTaskShop({ match: { startedBy: 'funade/*' }, becomes: 'running' });
  const { client, sdk } = await shop.ecs();
  const { error } = await deploy(shop, { options: withTasks({ migrate }) }, (event) => {
    if (event.type !== 'step-progress' || event.message !== 'RUNNING') return;
    const task = String(oneOffs(shop)[0]?.taskArn);
    void client.send(new sdk.StopTaskCommand({ cluster: 'shop', task, reason: 'wrong database' }));
  });
  expect(error?.code).toBe('TASK_STOPPED');
  expect(error?.message).toMatch(/was stopped from outside: wrong database$/);
});

test('a task that takes too long is stopped', async () => {
  await using shop = await startTaskShop({ match: { startedBy: 'funade/*' }, becomes: 'running' });
  const { error } = await deploy(shop, { options: withTasks({ migrate: { ...migrate, timeout: '2m' } }) });
  expect([error?.code, error?.message]).toEqual([
    'TASK_TIMED_OUT',
    expect.stringMatching(/was stopped: it took longer than 2m$/),
  ]);
  expect(oneOffs(shop)).toMatchObject([{ lastStatus: 'STOPPED', stopCode: 'UserInitiated' }]);
});

test.each([
  ['stop', 'STOPPED', /was stopped, as the run was interrupted$/],
  ['leave', 'RUNNING', /continues in ECS$/],
] as const)('when the run is interrupted, onCancel %s', async (onCancel, desiredStatus, message) => {
  await using shop = await startTaskShop({ match: { startedBy: 'funade/*' }, becomes: 'running' });
  const options = withTasks({ migrate: { ...migrate, onCancel } });
  const { outcome, error } = await deploy(shop, { options }, (event) => {
    if (event.type === 'step-progress' && event.message === 'RUNNING') shop.interrupt(new Error('SIGTERM'));
  });
  expect([outcome, error?.code]).toEqual(['cancelled', 'TASK_CANCELLED']);
  expect(error?.message).toMatch(message);
  expect(oneOffs(shop)).toMatchObject([{ desiredStatus }]);
});
