import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  type GetScheduleCommandOutput,
  GetScheduleGroupCommand,
  ListScheduleGroupsCommand,
  ListSchedulesCommand,
  type ListSchedulesCommandInput,
  type Target,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Sandbox, type Seed, startSandbox } from '../../src/index.ts';
import { configOf, refusalOf, schedulerClient, type Who } from '../clients.ts';
import { publishedProblems } from '../published-models.ts';

const account = '111111111111';
const start = Date.UTC(2026, 10, 30, 12);
const cluster = `arn:aws:ecs:eu-west-1:${account}:cluster/shop`;
const role = (name: string): string => `arn:aws:iam::${account}:role/${name}`;
const scheduler = { trust: { services: ['scheduler.amazonaws.com'] } };

const target = (more: Partial<Target> = {}, ecs: object = {}): Target => ({
  Arn: cluster,
  RoleArn: role('scheduler'),
  EcsParameters: {
    TaskDefinitionArn: `arn:aws:ecs:eu-west-1:${account}:task-definition/report:1`,
    LaunchType: 'FARGATE',
    NetworkConfiguration: { awsvpcConfiguration: { Subnets: ['subnet-1'] } },
    ...ecs,
  },
  ...more,
});
const nightly: CreateScheduleCommandInput = {
  Name: 'nightly',
  ScheduleExpression: 'cron(0 3 * * ? *)',
  ScheduleExpressionTimezone: 'Asia/Tokyo',
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: target(),
};

const seed: Seed = {
  accounts: {
    [account]: {
      users: {
        deployer: {},
        barred: { permissions: { deny: ['iam:PassRole', 'scheduler:GetSchedule'] } },
      },
      roles: { scheduler, stranger: {}, weak: { ...scheduler, permissions: { deny: ['ecs:RunTask'] } } },
      regions: {
        'eu-west-1': {
          taskDefinitions: [
            {
              family: 'report',
              networkMode: 'awsvpc',
              requiresCompatibilities: ['FARGATE'],
              cpu: '256',
              memory: '512',
              containerDefinitions: [{ name: 'app', image: 'registry.test/report:1' }],
            },
          ],
          clusters: { shop: {} },
          schedules: { 'jobs/hourly': { ScheduleExpression: 'rate(1 hour)', Target: target() as never } },
        },
        'us-east-1': {},
      },
    },
  },
};

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ seed, now: start });
});
afterEach(async () => {
  const problems = publishedProblems(
    sandbox.requests('scheduler.*').filter(({ operation }) => !/Unknown/.test(operation)),
  );
  await sandbox[Symbol.asyncDispose]();
  expect(problems).toEqual([]);
});

const client = (who?: Who) => schedulerClient(sandbox, who);
const create = (input: Partial<CreateScheduleCommandInput> = {}, who?: Who) =>
  client(who).send(new CreateScheduleCommand({ ...nightly, ClientToken: undefined, ...input }));
const update = (input: Partial<CreateScheduleCommandInput>) =>
  client().send(new UpdateScheduleCommand({ ...nightly, ...input }));
const get = (Name = 'nightly', GroupName?: string) => client().send(new GetScheduleCommand({ Name, GroupName }));
const list = async (input: ListSchedulesCommandInput = {}) =>
  (await client().send(new ListSchedulesCommand(input))).Schedules ?? [];
const pass = (hours: number) => sandbox.clock.advance({ hours });
const times = (schedule: string): readonly string[] =>
  sandbox.scheduler.invocations(schedule).map(({ at }) => new Date(at).toISOString().slice(0, 16));

/** What of an answer can be sent back. */
function resend(answer: GetScheduleCommandOutput): CreateScheduleCommandInput {
  const { Arn, CreationDate, LastModificationDate, $metadata, ...rest } = answer;
  return rest as CreateScheduleCommandInput;
}

test('1.1 a schedule is given whole, with its defaults', async () => {
  const { ScheduleArn } = await create({ ScheduleExpressionTimezone: undefined });
  expect(ScheduleArn).toBe(`arn:aws:scheduler:eu-west-1:${account}:schedule/default/nightly`);
  const { $metadata, ...answer } = await get();
  expect(answer).toEqual({
    ...nightly,
    Arn: ScheduleArn,
    GroupName: 'default',
    ScheduleExpressionTimezone: 'UTC',
    State: 'ENABLED',
    ActionAfterCompletion: 'NONE',
    CreationDate: new Date(start),
    LastModificationDate: new Date(start),
    Target: { ...target(), RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 } },
  });
});

test('1.2 an update replaces what it does not send', async () => {
  const RetryPolicy = { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 1 };
  await create({
    Description: 'report',
    State: 'DISABLED',
    EndDate: new Date(start + 1e9),
    ActionAfterCompletion: 'DELETE',
    Target: target({ Input: '{}', RetryPolicy }),
  });
  expect(await get()).toMatchObject({ State: 'DISABLED', Description: 'report', Target: { Input: '{}', RetryPolicy } });
  await update({ ScheduleExpressionTimezone: undefined });
  const after = await get();
  expect(after).toMatchObject({
    State: 'ENABLED',
    ScheduleExpressionTimezone: 'UTC',
    ActionAfterCompletion: 'NONE',
    Target: { RetryPolicy: { MaximumRetryAttempts: 185 } },
  });
  expect(after).not.toHaveProperty('Description');
  expect(after).not.toHaveProperty('EndDate');
  expect(after.Target).not.toHaveProperty('Input');
});

test('1.3 what is read can be sent back', async () => {
  await create({
    StartDate: new Date(start),
    EndDate: new Date(start + 1e9),
    Description: 'report',
    State: 'DISABLED',
  });
  const before = await get();
  await pass(1);
  await client().send(new UpdateScheduleCommand(resend(before)));
  expect(resend(await get())).toEqual(resend(before));
});

test('1.4 what is there conflicts, what is not is not found', async () => {
  const ClientToken = 't1';
  const { ScheduleArn } = await create({ ClientToken });
  expect((await create({ ClientToken })).ScheduleArn).toBe(ScheduleArn);
  const conflict = { code: 'ConflictException', message: 'Schedule nightly already exists.', status: 409 };
  expect(await refusalOf(create({ ClientToken: 't2' }))).toEqual(conflict);
  const missing = (message: string) => ({ code: 'ResourceNotFoundException', message, status: 404 });
  expect(await refusalOf(get('none'))).toEqual(missing('Schedule none does not exist.'));
  expect(await refusalOf(get('nightly', 'none'))).toEqual(missing('Schedule group none does not exist.'));
  expect(await refusalOf(update({ Name: 'none' }))).toEqual(missing('Schedule none does not exist.'));
  await client().send(new DeleteScheduleCommand({ Name: 'nightly' }));
  expect(await refusalOf(get())).toMatchObject({ code: 'ResourceNotFoundException' });
});

test('1.5 a list shows of targets no more than the ARN', async () => {
  await create({ State: 'DISABLED' });
  expect(await list()).toMatchObject([{ GroupName: 'jobs', Name: 'hourly', State: 'ENABLED' }, { Name: 'nightly' }]);
  expect((await list())[0]?.Target).toEqual({ Arn: cluster });
  expect(await list({ GroupName: 'jobs' })).toHaveLength(1);
  expect(await list({ NamePrefix: 'night' })).toHaveLength(1);
  expect(await list({ State: 'DISABLED' })).toMatchObject([{ Name: 'nightly' }]);
  const first = await client().send(new ListSchedulesCommand({ MaxResults: 1 }));
  expect(await list({ NextToken: first.NextToken })).toMatchObject([{ Name: 'nightly' }]);
});

test.each<[string, Partial<CreateScheduleCommandInput>]>([
  ['no expression', { ScheduleExpression: undefined }],
  ['an expression that is none', { ScheduleExpression: 'daily' }],
  ['a time zone that is none', { ScheduleExpressionTimezone: 'Mars/Base' }],
  ['a flexible window without minutes', { FlexibleTimeWindow: { Mode: 'FLEXIBLE' } }],
  ['minutes without flexibility', { FlexibleTimeWindow: { Mode: 'OFF', MaximumWindowInMinutes: 5 } }],
  ['no target', { Target: undefined }],
  ['a target without role', { Target: target({ RoleArn: undefined }) }],
  ['a target of ECS without parameters', { Target: target({ EcsParameters: undefined }) }],
  ['eleven tasks', { Target: target({}, { TaskCount: 11 }) }],
])('1.6 %s is refused', async (_, input) => {
  expect(await refusalOf(create(input))).toMatchObject({ code: 'ValidationException', status: 400 });
});

test('1.7 the role of the target must be passed', async () => {
  expect(await refusalOf(create({}, { user: 'barred' }))).toMatchObject({
    code: 'AccessDeniedException',
    message: expect.stringContaining(`iam:PassRole on resource: ${role('scheduler')}`),
  });
});

test('1.8 groups hold schedules, and take them along', async () => {
  await client().send(new CreateScheduleGroupCommand({ Name: 'shop' }));
  await create({ GroupName: 'shop' });
  expect(await client().send(new GetScheduleGroupCommand({ Name: 'shop' }))).toMatchObject({ State: 'ACTIVE' });
  const { ScheduleGroups = [] } = await client().send(new ListScheduleGroupsCommand({}));
  expect(ScheduleGroups.map(({ Name }) => Name)).toEqual(['default', 'jobs', 'shop']);
  const again = client().send(new CreateScheduleGroupCommand({ Name: 'shop' }));
  expect(await refusalOf(again)).toMatchObject({ code: 'ConflictException' });
  await client().send(new DeleteScheduleGroupCommand({ Name: 'shop' }));
  expect(await list()).toHaveLength(1);
  const standing = client().send(new DeleteScheduleGroupCommand({ Name: 'default' }));
  expect(await refusalOf(standing)).toMatchObject({ code: 'ValidationException' });
});

test('2.1 a schedule runs at its times', async () => {
  await create();
  await create({
    Name: 'while',
    ScheduleExpression: 'rate(6 hours)',
    StartDate: new Date(start + 3_600_000),
    EndDate: new Date(start + 14 * 3_600_000),
  });
  await create({
    Name: 'once',
    ScheduleExpression: 'at(2026-12-01T09:00:00)',
    ScheduleExpressionTimezone: 'Europe/Berlin',
  });
  await pass(48);
  expect(times('default/nightly')).toEqual(['2026-11-30T18:00', '2026-12-01T18:00']);
  expect(times('default/while')).toEqual(['2026-11-30T19:00', '2026-12-01T01:00']);
  expect(times('default/once')).toEqual(['2026-12-01T08:00']);
});

test('2.2 the tasks are as the target says, or as the whole request in its input', async () => {
  const overrides = { containerOverrides: [{ name: 'app', command: ['node', 'report.js'] }] };
  await create({ Target: target({ Input: JSON.stringify(overrides) }, { TaskCount: 2, Group: 'reports' }) });
  const Input = JSON.stringify({
    Cluster: 'shop',
    TaskDefinition: 'report',
    LaunchType: 'FARGATE',
    NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ['subnet-1'] } },
    Overrides: { ContainerOverrides: [{ Name: 'app', Command: ['x'] }] },
  });
  await create({
    Name: 'universal',
    Target: { Arn: 'arn:aws:scheduler:::aws-sdk:ecs:runTask', RoleArn: role('scheduler'), Input },
  });
  await client().send(new DeleteScheduleCommand({ Name: 'hourly', GroupName: 'jobs' }));
  await pass(7);
  expect(sandbox.ecs.tasks()).toMatchObject([
    { startedBy: 'chronos-schedule/nightly', group: 'reports', overrides },
    { startedBy: 'chronos-schedule/nightly' },
    {
      startedBy: 'chronos-schedule/universal',
      overrides: { containerOverrides: [{ name: 'app', command: ['x'] }] },
    },
  ]);
});

test('2.3 a schedule may be gone after its last time', async () => {
  const once = { ScheduleExpression: 'at(2026-11-30T13:00:00)', ScheduleExpressionTimezone: 'UTC' };
  await create({ ...once, ActionAfterCompletion: 'DELETE' });
  await create({ ...once, Name: 'kept' });
  await pass(2);
  expect((await list({ GroupName: 'default' })).map(({ Name }) => Name)).toEqual(['kept']);
});

test('2.4 what may not run does not', async () => {
  await client().send(new DeleteScheduleCommand({ Name: 'hourly', GroupName: 'jobs' }));
  await create({ Name: 'stranger', Target: target({ RoleArn: role('stranger') }) });
  await create({ Name: 'weak', Target: target({ RoleArn: role('weak') }) });
  await create({ Name: 'off', State: 'DISABLED' });
  await pass(24);
  expect(sandbox.ecs.tasks()).toEqual([]);
  expect(sandbox.scheduler.invocations().map(({ source, error }) => [source, error])).toEqual([
    ['default/stranger', `${role('stranger')} can not be assumed`],
    ['default/weak', `${role('weak')} may not ecs:RunTask`],
  ]);
});

test('2.5 schedules of the seed run, each region has its own', async () => {
  await pass(3);
  expect(times('jobs/hourly')).toEqual(['2026-11-30T13:00', '2026-11-30T14:00', '2026-11-30T15:00']);
  const { Schedules } = await client({ region: 'us-east-1' }).send(new ListSchedulesCommand({}));
  expect(Schedules).toEqual([]);
});

test('2.6 a flexible window begins at its time', async () => {
  await create({ FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 } });
  await pass(7);
  expect(times('default/nightly')).toEqual(['2026-11-30T18:00']);
});

test('3.1 what is no operation is refused in JSON', async () => {
  const { credentials } = configOf(sandbox.environment());
  const authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/20261130/eu-west-1/scheduler/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`;
  const answer = await fetch(`${sandbox.endpoint}/elsewhere`, { headers: { authorization } });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/json']);
  expect(await answer.json()).toMatchObject({ __type: 'UnknownOperationException' });
});

test('3.2 a denied call names the schedule', async () => {
  const command = new GetScheduleCommand({ Name: 'hourly', GroupName: 'jobs' });
  expect(await refusalOf(client({ user: 'barred' }).send(command))).toMatchObject({
    code: 'AccessDeniedException',
    message: expect.stringContaining(`on resource: arn:aws:scheduler:eu-west-1:${account}:schedule/jobs/hourly`),
  });
});
