import type { JsonObject, TasksRun } from '@funade/core/author';
import { expect, test } from 'vitest';
import { wantedSchedule } from './wanted-schedule.ts';

const environment = { account: '111111111111', region: 'cn-north-1' };
const network = { awsvpcConfiguration: { subnets: ['s'], securityGroups: [] } };
const managed = { cron: 'rate(1 day)', role: 'ops/scheduler' };
const vpc = { awsvpcConfiguration: { Subnets: ['s'] } };

const wanted = (options: object, runs: Partial<TasksRun> = {}, now: JsonObject | null = null) =>
  wantedSchedule({
    options: { ...managed, ...options },
    runs: { cluster: 'shop', container: 'app', launch: {}, ...runs },
    environment,
    now,
  });
const targetOf = (...given: Parameters<typeof wanted>) => wanted(...given).body?.Target as JsonObject | undefined;

test('names become ARNs of the partition, and ARNs stay', () => {
  expect(targetOf({})).toMatchObject({
    Arn: 'arn:aws-cn:ecs:cn-north-1:111111111111:cluster/shop',
    RoleArn: 'arn:aws-cn:iam::111111111111:role/ops/scheduler',
  });
  const cluster = 'arn:aws:ecs:eu-west-1:1:cluster/other';
  expect(targetOf({ role: 'arn:aws:iam::1:role/r' }, { cluster })).toMatchObject({
    Arn: cluster,
    RoleArn: 'arn:aws:iam::1:role/r',
  });
});

test.each<[string, JsonObject, JsonObject]>([
  ['nothing', {}, {}],
  [
    'Fargate',
    { launchType: 'FARGATE', networkConfiguration: network },
    { LaunchType: 'FARGATE', NetworkConfiguration: vpc },
  ],
  ['the latest platform', { launchType: 'EC2', platformVersion: 'LATEST' }, { LaunchType: 'EC2' }],
  ['a platform', { launchType: 'EC2', platformVersion: '1.4.0' }, { LaunchType: 'EC2', PlatformVersion: '1.4.0' }],
  ['exec', { enableExecuteCommand: true }, { EnableExecuteCommand: true }],
])('how tasks are launched, in the words of the Scheduler: %s', (_, launch, parameters) => {
  expect(targetOf({}, { launch })?.EcsParameters).toEqual(parameters);
});

test('a container that the task definition has not is refused', () => {
  const runs = { containers: ['app', 'proxy'] };
  expect(wanted({ container: 'ap', command: ['x'] }, runs)).toEqual({
    body: null,
    problem: 'the task definition has no container "ap", which command and environment are for',
    hint: 'did you mean "app"? available: app, proxy',
  });
  expect(wanted({ container: 'proxy', command: ['x'] }, runs).problem).toBeNull();
  expect(wanted({ container: 'ap', command: ['x'] }).problem).toBeNull();
});

test('who says a launch type or a strategy last takes the other away', () => {
  const strategy = [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }];
  const launch = { launchType: 'FARGATE', networkConfiguration: network };
  const written = { settings: { Target: { EcsParameters: { CapacityProviderStrategy: strategy } } } };
  expect(targetOf(written, { launch })?.EcsParameters).toEqual({
    NetworkConfiguration: vpc,
    CapacityProviderStrategy: strategy,
  });
  const now = { Target: { EcsParameters: { CapacityProviderStrategy: strategy, TaskCount: 2 } } };
  expect(targetOf({}, { launch }, now)?.EcsParameters).toEqual({
    LaunchType: 'FARGATE',
    NetworkConfiguration: vpc,
    TaskCount: 2,
  });
});

test('what is there and is not written stays', () => {
  const now = {
    Description: 'mine',
    State: 'DISABLED',
    ScheduleExpression: 'rate(2 days)',
    FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 5 },
    Target: { Input: '{}', DeadLetterConfig: { Arn: 'q' }, FutureMember: { $number: '1.0' } },
  };
  expect(wanted({}, {}, now).body).toMatchObject({
    ...now,
    ScheduleExpression: 'rate(1 day)',
    Target: { Input: '{}', DeadLetterConfig: { Arn: 'q' }, FutureMember: { $number: '1.0' } },
  });
  expect(wanted({ enabled: true }, {}, now).body).toMatchObject({ State: 'ENABLED' });
});

test.each<[string, object, Partial<TasksRun>, string]>([
  ['no network', {}, { launch: { launchType: 'FARGATE' } }, 'tasks on Fargate need a network, and nothing says which'],
  [
    'managed instances',
    {},
    { launch: { launchType: 'MANAGED_INSTANCES' } },
    'EventBridge Scheduler has no launch type MANAGED_INSTANCES',
  ],
  [
    'no container',
    { command: ['a'] },
    { container: null },
    'nothing says which container command and environment are for',
  ],
])('%s is refused', (_, ...rest) => {
  const [options, runs, problem] = rest;
  expect(wanted(options, runs).problem).toBe(problem);
});
