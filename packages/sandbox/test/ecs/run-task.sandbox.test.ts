import {
  ConflictException,
  DeregisterTaskDefinitionCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  type ListTasksCommandInput,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  type RunTaskCommandInput,
  StopTaskCommand,
  type Task,
} from '@aws-sdk/client-ecs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Sandbox, type Seed, startSandbox } from '../../src/index.ts';
import { ecsClient, refusalOf, type Who } from '../clients.ts';
import { publishedProblems } from '../published-models.ts';

const account = '111111111111';
const role = (name: string): string => `arn:aws:iam::${account}:role/${name}`;
const networkConfiguration = { awsvpcConfiguration: { subnets: ['subnet-1'] } };

const seed: Seed = {
  accounts: {
    [account]: {
      users: {
        deployer: {},
        tagless: { permissions: { deny: ['ecs:TagResource'] } },
        barred: {
          permissions: {
            deny: [{ actions: ['ecs:RunTask', 'ecs:StopTask'], resources: ['*:task-definition/job:1', '*:task/*'] }],
          },
        },
      },
      regions: {
        'eu-west-1': {
          taskDefinitions: [
            {
              family: 'job',
              networkMode: 'awsvpc',
              requiresCompatibilities: ['FARGATE'],
              cpu: '256',
              memory: '512',
              tags: [{ key: 'team', value: 'shop' }],
              containerDefinitions: [
                { name: 'app', image: 'registry.test/job:1', stopTimeout: 60 },
                { name: 'log', image: 'registry.test/log:1', essential: false },
              ],
            },
          ],
          clusters: { shop: {} },
        },
      },
    },
  },
};

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ seed });
});
afterEach(async () => {
  const problems = publishedProblems(sandbox.requests());
  await sandbox[Symbol.asyncDispose]();
  expect(problems).toEqual([]);
});

const send = (input: Partial<RunTaskCommandInput> = {}, who?: Who) =>
  ecsClient(sandbox, who).send(
    new RunTaskCommand({
      cluster: 'shop',
      taskDefinition: 'job',
      launchType: 'FARGATE',
      networkConfiguration,
      ...input,
    }),
  );
const strategy = { launchType: undefined, capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }] };
const described = async (arn = '', include: 'TAGS'[] = []): Promise<Task | undefined> => {
  const answer = await ecsClient(sandbox).send(new DescribeTasksCommand({ cluster: 'shop', tasks: [arn], include }));
  return answer.tasks?.[0];
};
const list = async (input: ListTasksCommandInput): Promise<readonly string[]> =>
  (await ecsClient(sandbox).send(new ListTasksCommand({ cluster: 'shop', ...input }))).taskArns ?? [];
const pass = (seconds: number) => sandbox.clock.advance({ seconds });
const invalid = (message: string) => ({ code: 'InvalidParameterException', message });

const capacity = 'Capacity is unavailable at this time. Please try again later or in a different availability zone';

test.each([
  ['cpu', 'RESOURCE:CPU'],
  ['memory', 'RESOURCE:MEMORY'],
  ['port', 'RESOURCE:PORTS'],
  ['eni', 'RESOURCE:ENI'],
  ['gpu', 'RESOURCE:GPU'],
  ['agent', 'AGENT'],
  ['location', 'LOCATION'],
  ['attribute', 'ATTRIBUTE'],
  ['capacity', capacity],
  ['vcpu-limit', "You've reached the limit on the number of vCPUs you can run concurrently"],
] as const)('8.18 a task that is not placed for %s is a failure beside the others', async (reason, text) => {
  sandbox.ecs.behave({ becomes: { type: 'not-placed', reason }, times: 1 });
  const { tasks, failures } = await send({ count: 3 });
  expect(tasks).toHaveLength(2);
  expect(failures).toMatchObject([{ reason: text }]);
});

test('8.18 a cluster without container instances refuses the call', async () => {
  sandbox.ecs.behave({ becomes: { type: 'not-placed', reason: 'no-container-instance' } });
  expect(await refusalOf(send())).toMatchObject(invalid('No Container Instances were found in your cluster.'));
});

test.each([
  ['cpu', 'TaskFailedToStart: RESOURCE:CPU'],
  ['no-container-instance', 'TaskFailedToStart: EMPTY CAPACITY PROVIDER'],
] as const)('8.19 under a capacity provider a task without room (%s) stops later', async (reason, stoppedReason) => {
  sandbox.ecs.behave({ becomes: { type: 'not-placed', reason } });
  const { tasks = [], failures } = await send(strategy);
  expect(failures).toEqual([]);
  expect(tasks).toMatchObject([{ capacityProviderName: 'FARGATE_SPOT', launchType: 'FARGATE' }]);
  await pass(60);
  expect(await described(tasks[0]?.taskArn)).toMatchObject({
    lastStatus: 'STOPPED',
    stopCode: 'TaskFailedToStart',
    stoppedReason,
  });
});

test('8.20 overrides are on the task, and must fit', async () => {
  const overrides = {
    cpu: '512',
    memory: '1024',
    containerOverrides: [{ name: 'app', command: ['npm', 'run', 'migrate'], environment: [{ name: 'A', value: '1' }] }],
  };
  const { tasks = [] } = await send({ overrides });
  expect(await described(tasks[0]?.taskArn)).toMatchObject({ cpu: '512', memory: '1024', overrides });
  const other = { containerOverrides: [{ name: 'web', command: ['x'] }] };
  expect(await refusalOf(send({ overrides: other }))).toMatchObject(
    invalid('Override for container named web is not a container in the TaskDefinition.'),
  );
  const long = { containerOverrides: [{ name: 'app', command: ['x'.repeat(8192)] }] };
  expect(await refusalOf(send({ overrides: long }))).toMatchObject(
    invalid('Container Overrides length must be at most 8192'),
  );
});

test('8.21 a client token starts its tasks once', async () => {
  const first = await send({ clientToken: 't1', count: 2 });
  const arns = first.tasks?.map(({ taskArn }) => taskArn);
  const again = await send({ clientToken: 't1', count: 2 });
  expect(again.tasks?.map(({ taskArn }) => taskArn)).toEqual(arns);
  const conflict = await send({ clientToken: 't1', count: 1 }).catch((error: unknown) => error);
  expect(conflict).toBeInstanceOf(ConflictException);
  expect((conflict as ConflictException).resourceIds).toEqual(arns);
  expect(await list({})).toHaveLength(2);
  sandbox.ecs.behave({ becomes: 'not-placed', times: 1 });
  expect((await send({ clientToken: 't2' })).tasks).toEqual([]);
  expect((await send({ clientToken: 't2' })).tasks).toHaveLength(1);
});

test.each<[string, Partial<RunTaskCommandInput>, string | RegExp]>([
  [
    'no network',
    { networkConfiguration: undefined },
    "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
  ],
  [
    'launch type and strategy',
    { ...strategy, launchType: 'FARGATE' },
    'Specify either Launch Type or Capacity Provider Strategy, but not both.',
  ],
  ['a startedBy of other characters', { startedBy: 'a b' }, /^startedBy must be/],
  ['a long startedBy', { startedBy: 'x'.repeat(129) }, /^startedBy must be/],
  ['a long client token', { clientToken: 'x'.repeat(65) }, /^clientToken/],
  ['tags of a service', { propagateTags: 'SERVICE' }, 'Invalid value for propagateTags'],
  ['no tags', { propagateTags: 'NONE' }, 'Invalid value for propagateTags'],
  ['the group of a service', { group: 'service:api' }, /group/],
  ['ECS Exec without task role', { enableExecuteCommand: true }, /valid taskRoleArn is not being used/],
])('8.22 %s is refused', async (_, input, message) => {
  expect(await refusalOf(send(input))).toMatchObject({
    code: 'InvalidParameterException',
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  });
});

test('8.22 an INACTIVE revision is refused with another code than for services', async () => {
  const client = ecsClient(sandbox);
  const containerDefinitions = [{ name: 'app', image: 'app:1', memory: 64 }];
  await client.send(new RegisterTaskDefinitionCommand({ family: 'old', containerDefinitions }));
  await client.send(new DeregisterTaskDefinitionCommand({ taskDefinition: 'old:1' }));
  const input = { taskDefinition: 'old:1', launchType: undefined, networkConfiguration: undefined };
  expect(await refusalOf(send(input))).toMatchObject(invalid('TaskDefinition is inactive'));
});

test('8.33 a volume that is configured at launch needs its configuration', async () => {
  const volumes = [{ name: 'data', configuredAtLaunch: true }];
  const mountPoints = [{ sourceVolume: 'data', containerPath: '/data' }];
  const containerDefinitions = [{ name: 'app', image: 'app:1', memory: 64, mountPoints }];
  await ecsClient(sandbox).send(new RegisterTaskDefinitionCommand({ family: 'disk', volumes, containerDefinitions }));
  const common = { taskDefinition: 'disk', launchType: undefined, networkConfiguration: undefined };
  expect(await refusalOf(send(common))).toMatchObject(invalid('The volume data requires a volume configuration.'));
  const managedEBSVolume = { roleArn: 'arn:aws:iam::111111111111:role/disks' };
  const half = { ...common, volumeConfigurations: [{ name: 'data', managedEBSVolume }] };
  expect(await refusalOf(send(half))).toMatchObject(invalid('ECS managed EBS volume configuration was invalid'));
});

test('8.23 tags are given, need a permission, and go with StopTask', async () => {
  expect((await send({ tags: [] })).tasks).toHaveLength(1);
  const tags = [{ key: 'run', value: '7' }];
  const { tasks = [] } = await send({ tags, propagateTags: 'TASK_DEFINITION', enableECSManagedTags: true });
  const arn = tasks[0]?.taskArn;
  expect((await described(arn, ['TAGS']))?.tags).toEqual([
    { key: 'team', value: 'shop' },
    { key: 'aws:ecs:clusterName', value: 'shop' },
    ...tags,
  ]);
  expect(await refusalOf(send({ tags }, { user: 'tagless' }))).toMatchObject({
    code: 'AccessDeniedException',
    message: expect.stringContaining('ecs:TagResource'),
  });
  await ecsClient(sandbox).send(new StopTaskCommand({ cluster: 'shop', task: arn, reason: 'enough' }));
  expect(await described(arn, ['TAGS'])).toMatchObject({
    tags: [],
    stopCode: 'UserInitiated',
    stoppedReason: 'enough',
  });
});

test('8.24 tasks are found by who started them, and by that alone', async () => {
  const { tasks = [] } = await send({ startedBy: 'funade/run-7' });
  await send({ startedBy: 'somebody' });
  const arns = tasks.map(({ taskArn }) => taskArn);
  expect(await list({ startedBy: 'funade/run-7' })).toEqual(arns);
  expect(await list({ startedBy: 'funade/run-7', desiredStatus: 'STOPPED' })).toEqual([]);
  expect(await refusalOf(list({ startedBy: 'funade/run-7', family: 'job' }))).toMatchObject({
    code: 'InvalidParameterException',
  });
});

test('8.25 behaviours are told apart by command and by who started the task', async () => {
  sandbox.ecs.behave({ match: { command: '*migrate*' }, becomes: { type: 'exits', code: 3, afterSeconds: 2 } });
  sandbox.ecs.behave({ match: { startedBy: 'nightly*' }, becomes: { type: 'exits', code: 0, afterSeconds: 1 } });
  const migrate = { containerOverrides: [{ name: 'app', command: ['npm', 'run', 'migrate'] }] };
  const started = [await send({ overrides: migrate }), await send({ startedBy: 'nightly-1' }), await send()];
  await pass(60);
  const ends = await Promise.all(started.map(({ tasks = [] }) => described(tasks[0]?.taskArn)));
  expect(ends.map((task) => [task?.lastStatus, task?.containers?.[0]?.exitCode])).toEqual([
    ['STOPPED', 3],
    ['STOPPED', 0],
    ['RUNNING', undefined],
  ]);
  // The sidecar was killed with the task.
  expect(ends[0]?.containers?.[1]?.exitCode).toBe(137);
});

test('8.15 the stop timeout is that of the definition, the exit code that of the behaviour', async () => {
  sandbox.ecs.behave({ stopSeconds: 45, stopCode: 143, times: 1 });
  sandbox.ecs.behave({ match: { startedBy: 'slow' }, stopSeconds: 90 });
  const tasks = [await send(), await send({ startedBy: 'slow' })].map((answer) => answer.tasks?.[0]?.taskArn);
  await pass(30);
  for (const task of tasks) await ecsClient(sandbox).send(new StopTaskCommand({ cluster: 'shop', task }));
  await pass(120);
  const ends = await Promise.all(tasks.map((task) => described(task)));
  expect(ends.map((task) => task?.containers?.[0]?.exitCode)).toEqual([143, 137]);
});

test('8.11 tests end one task as the platform does', async () => {
  const { tasks = [] } = await send();
  await pass(30);
  sandbox.ecs.interruptTask(tasks[0]?.taskArn ?? '');
  await pass(30);
  expect(await described(tasks[0]?.taskArn)).toMatchObject({ lastStatus: 'STOPPED', stopCode: 'SpotInterruption' });
});

test('8.26 a task may be missing right after it was started', async () => {
  sandbox.ecs.setTimings({ taskLag: 5 });
  const { tasks = [] } = await send();
  expect(await described(tasks[0]?.taskArn)).toBeUndefined();
  expect(await list({})).toEqual([]);
  await pass(6);
  expect(await described(tasks[0]?.taskArn)).toBeDefined();
  expect(await list({})).toHaveLength(1);
});

test('8.27 the permission is about the revision and the task', async () => {
  const barred = { user: 'barred' };
  expect(await refusalOf(send({}, barred))).toMatchObject({
    code: 'AccessDeniedException',
    message: expect.stringContaining(`on resource: arn:aws:ecs:eu-west-1:${account}:task-definition/job:1`),
  });
  const { tasks = [] } = await send({ overrides: { taskRoleArn: role('task') } });
  const stop = new StopTaskCommand({ cluster: 'shop', task: tasks[0]?.taskArn });
  expect(await refusalOf(ecsClient(sandbox, barred).send(stop))).toMatchObject({ code: 'AccessDeniedException' });
});
