import { DeregisterTaskDefinitionCommand, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  type PutRuleCommandInput,
  PutTargetsCommand,
  RemoveTargetsCommand,
  TagResourceCommand,
  type Target,
  UntagResourceCommand,
} from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Sandbox, type Seed, startSandbox } from '../../src/index.ts';
import { ecsClient, eventsClient, refusalOf, type Who } from '../clients.ts';
import { publishedProblems } from '../published-models.ts';

const account = '111111111111';
const cluster = `arn:aws:ecs:eu-west-1:${account}:cluster/shop`;
const definition = `arn:aws:ecs:eu-west-1:${account}:task-definition/report`;
const role = (name: string): string => `arn:aws:iam::${account}:role/${name}`;
const events = { trust: { services: ['events.amazonaws.com'] } };

const network = { awsvpcConfiguration: { Subnets: ['subnet-1'], AssignPublicIp: 'ENABLED' as const } };
const target = (more: Partial<Target> = {}, ecs: object = {}): Target => ({
  Id: 'report',
  Arn: cluster,
  RoleArn: role('events'),
  EcsParameters: { TaskDefinitionArn: definition, LaunchType: 'FARGATE', NetworkConfiguration: network, ...ecs },
  ...more,
});

const fargate = {
  networkMode: 'awsvpc' as const,
  requiresCompatibilities: ['FARGATE' as const],
  cpu: '256',
  memory: '512',
};

const seed: Seed = {
  accounts: {
    [account]: {
      users: {
        deployer: {},
        barred: {
          permissions: { deny: [{ actions: ['iam:PassRole', 'events:DescribeRule'], resources: ['*'] }] },
        },
      },
      roles: {
        events,
        stranger: {},
        weak: { ...events, permissions: { deny: ['ecs:RunTask'] } },
      },
      regions: {
        'eu-west-1': {
          taskDefinitions: [
            {
              family: 'report',
              ...fargate,
              containerDefinitions: [{ name: 'app', image: 'registry.test/report:1' }],
            },
          ],
          clusters: { shop: {} },
          rules: {
            hourly: { ScheduleExpression: 'rate(1 hour)', Description: 'seeded', Targets: [target() as never] },
            theirs: { EventPattern: '{"source":["aws.ec2"]}', ManagedBy: 'autoscaling.amazonaws.com' },
          },
        },
      },
    },
  },
};

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ seed, now: Date.UTC(2026, 10, 30, 12, 30) });
});
afterEach(async () => {
  const problems = publishedProblems(sandbox.requests());
  await sandbox[Symbol.asyncDispose]();
  expect(problems).toEqual([]);
});

const client = (who?: Who) => eventsClient(sandbox, who);
const putRule = (input: Partial<PutRuleCommandInput> = {}) =>
  client().send(new PutRuleCommand({ Name: 'nightly', ScheduleExpression: 'cron(0 3 * * ? *)', ...input }));
const putTargets = (Rule: string, ...Targets: Target[]) => client().send(new PutTargetsCommand({ Rule, Targets }));
const describe = (Name: string) => client().send(new DescribeRuleCommand({ Name }));
const targets = async (Rule: string) => (await client().send(new ListTargetsByRuleCommand({ Rule }))).Targets;
const tagsOf = async (ResourceARN = '') => (await client().send(new ListTagsForResourceCommand({ ResourceARN }))).Tags;
const pass = (hours: number) => sandbox.clock.advance({ hours });

test('1.1 a rule is told as it was put', async () => {
  const Tags = [{ Key: 'team', Value: 'shop' }];
  const { RuleArn } = await putRule({ Description: 'report', Tags });
  expect(RuleArn).toBe(`arn:aws:events:eu-west-1:${account}:rule/nightly`);
  expect(await describe('nightly')).toMatchObject({
    Arn: RuleArn,
    ScheduleExpression: 'cron(0 3 * * ? *)',
    State: 'ENABLED',
    Description: 'report',
    EventBusName: 'default',
  });
  expect(await tagsOf(RuleArn)).toEqual(Tags);
  await client().send(new TagResourceCommand({ ResourceARN: RuleArn, Tags: [{ Key: 'a', Value: 'b' }] }));
  await client().send(new UntagResourceCommand({ ResourceARN: RuleArn, TagKeys: ['team'] }));
  expect(await tagsOf(RuleArn)).toEqual([{ Key: 'a', Value: 'b' }]);
  const { Rules = [] } = await client().send(new ListRulesCommand({ NamePrefix: 't' }));
  expect(Rules).toMatchObject([{ Name: 'theirs', ManagedBy: 'autoscaling.amazonaws.com' }]);
  const first = await client().send(new ListRulesCommand({ Limit: 2 }));
  expect(first.Rules).toHaveLength(2);
  expect((await client().send(new ListRulesCommand({ NextToken: first.NextToken }))).Rules).toHaveLength(1);
});

test('1.2 putting a rule again replaces all of it but its tags and targets', async () => {
  const Tags = [{ Key: 'team', Value: 'shop' }];
  const { RuleArn } = await putRule({ Description: 'report', State: 'DISABLED', RoleArn: role('events'), Tags });
  await putTargets('nightly', target());
  await putRule({ ScheduleExpression: 'rate(1 day)', Tags: [{ Key: 'other', Value: 'x' }] });
  const rule = await describe('nightly');
  expect(rule).toMatchObject({ ScheduleExpression: 'rate(1 day)', State: 'ENABLED' });
  expect(rule).not.toHaveProperty('Description');
  expect(rule).not.toHaveProperty('RoleArn');
  expect(await tagsOf(RuleArn)).toEqual(Tags);
  expect(await targets('nightly')).toHaveLength(1);
});

test.each([
  [undefined, 'Parameter(s) EventPattern or ScheduleExpression must be specified.'],
  ['at(2026-12-01T00:00:00)', 'Parameter ScheduleExpression is not valid.'],
  ['cron(0 3 * * *)', 'Parameter ScheduleExpression is not valid.'],
])('1.3 the schedule %s is refused', async (ScheduleExpression, message) => {
  expect(await refusalOf(putRule({ ScheduleExpression }))).toMatchObject({ code: 'ValidationException', message });
});

test('1.4 what is not there is not found', async () => {
  expect(await refusalOf(describe('none'))).toMatchObject({
    code: 'ResourceNotFoundException',
    message: 'Rule none does not exist on EventBus default.',
  });
  expect(await refusalOf(putTargets('none', target()))).toMatchObject({ code: 'ResourceNotFoundException' });
  expect(await refusalOf(putRule({ EventBusName: 'other' }))).toMatchObject({ code: 'ResourceNotFoundException' });
});

test('1.5 rules are switched and deleted', async () => {
  await client().send(new DisableRuleCommand({ Name: 'hourly' }));
  expect(await describe('hourly')).toMatchObject({ State: 'DISABLED', Description: 'seeded' });
  await client().send(new EnableRuleCommand({ Name: 'hourly' }));
  expect(await describe('hourly')).toMatchObject({ State: 'ENABLED' });
  const remove = () => client().send(new DeleteRuleCommand({ Name: 'hourly' }));
  expect(await refusalOf(remove())).toMatchObject({
    code: 'ValidationException',
    message: "Rule can't be deleted since it has targets.",
  });
  await client().send(new RemoveTargetsCommand({ Rule: 'hourly', Ids: ['report'] }));
  await remove();
  await remove();
  expect(await refusalOf(describe('hourly'))).toMatchObject({ code: 'ResourceNotFoundException' });
});

test('1.6 a managed rule is changed by force alone', async () => {
  expect(await refusalOf(putTargets('theirs', target()))).toMatchObject({ code: 'ManagedRuleException' });
  const forced = new RemoveTargetsCommand({ Rule: 'theirs', Ids: ['x'], Force: true });
  expect((await client().send(forced)).FailedEntryCount).toBe(0);
});

test('1.7 rules are found by the cluster that their targets run in', async () => {
  await putRule();
  await putTargets('nightly', target());
  const find = async (TargetArn: string) =>
    (await client().send(new ListRuleNamesByTargetCommand({ TargetArn }))).RuleNames;
  expect(await find(cluster)).toEqual(['hourly', 'nightly']);
  expect(await find(`${cluster}-2`)).toEqual([]);
});

test('2.1 a target is replaced whole', async () => {
  const full = target(
    { Input: '{"containerOverrides":[]}', RetryPolicy: { MaximumRetryAttempts: 3 } },
    { TaskCount: 2 },
  );
  await putTargets('hourly', full, target({ Id: 'other' }));
  expect(await targets('hourly')).toEqual([full, target({ Id: 'other' })]);
  await putTargets('hourly', target({}, { TaskDefinitionArn: `${definition}:1` }));
  expect(await targets('hourly')).toEqual([
    target({}, { TaskDefinitionArn: `${definition}:1` }),
    target({ Id: 'other' }),
  ]);
});

test('2.2 an entry fails alone, in an answer that is none', async () => {
  sandbox.events.failEntries('ConcurrentModificationException');
  const answer = await putTargets('hourly', target({ Id: 'a' }), target({ Id: 'b' }));
  expect(answer).toMatchObject({
    FailedEntryCount: 1,
    FailedEntries: [{ TargetId: 'a', ErrorCode: 'ConcurrentModificationException' }],
  });
  expect((await targets('hourly'))?.map(({ Id }) => Id)).toEqual(['report', 'b']);
});

test('2.3 there are ten targets to a request and five to a rule', async () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => target({ Id: `t${index}` }));
  expect(await refusalOf(putTargets('hourly', ...many(11)))).toMatchObject({ code: 'ValidationException' });
  expect(await refusalOf(putTargets('hourly', ...many(5)))).toMatchObject({ code: 'LimitExceededException' });
  expect((await putTargets('hourly', ...many(4))).FailedEntryCount).toBe(0);
});

test.each<[string, Target]>([
  ['no role', target({ RoleArn: undefined })],
  ['no parameters', target({ EcsParameters: undefined })],
  ['an unknown launch type', target({}, { LaunchType: 'MANAGED_INSTANCES' })],
  ['launch type and strategy', target({}, { CapacityProviderStrategy: [{ capacityProvider: 'FARGATE' }] })],
  ['a long input', target({ Input: 'x'.repeat(8193) })],
  ['two inputs', target({ Input: '{}', InputPath: '$' })],
])('2.4 a target with %s is refused', async (_, refused) => {
  expect(await refusalOf(putTargets('hourly', refused))).toMatchObject({ code: 'ValidationException' });
});

test('2.4 the role of a target must be passed', async () => {
  const command = new PutTargetsCommand({ Rule: 'hourly', Targets: [target()] });
  expect(await refusalOf(client({ user: 'barred' }).send(command))).toMatchObject({
    code: 'AccessDeniedException',
    message: expect.stringContaining(`iam:PassRole on resource: ${role('events')}`),
  });
});

test('2.5 targets are listed in pages and taken away', async () => {
  await putTargets('hourly', target({ Id: 'a' }), target({ Id: 'b' }));
  const first = await client().send(new ListTargetsByRuleCommand({ Rule: 'hourly', Limit: 2 }));
  const next = new ListTargetsByRuleCommand({ Rule: 'hourly', NextToken: first.NextToken });
  expect((await client().send(next)).Targets?.map(({ Id }) => Id)).toEqual(['b']);
  await client().send(new RemoveTargetsCommand({ Rule: 'hourly', Ids: ['report', 'a'] }));
  expect(await targets('hourly')).toMatchObject([{ Id: 'b' }]);
});

test('3.1 a rule runs at its times', async () => {
  await putRule({ ScheduleExpression: 'cron(0 3 ? * 3 *)' });
  await putTargets('nightly', target());
  await pass(48);
  const times = (rule: string) => sandbox.events.invocations(rule).map(({ at }) => new Date(at).toISOString());
  // The first of December 2026 is a Tuesday.
  expect(times('nightly')).toEqual(['2026-12-01T03:00:00.000Z']);
  expect(times('hourly')).toHaveLength(48);
  expect(times('hourly')[0]).toBe('2026-11-30T13:30:00.000Z');
});

test('3.2 the tasks are as the target says', async () => {
  const overrides = { containerOverrides: [{ name: 'app', command: ['node', 'report.js'] }] };
  const ecs = { TaskCount: 2, Group: 'reports', Tags: [{ Key: 'a', Value: 'b' }], EnableECSManagedTags: true };
  await putTargets('hourly', target({ Input: JSON.stringify(overrides) }, ecs));
  await sandbox.clock.advance({ minutes: 61 });
  const tasks = sandbox.ecs.tasks();
  expect(tasks).toHaveLength(2);
  expect(tasks[0]).toMatchObject({
    startedBy: 'events-rule/hourly',
    group: 'reports',
    launchType: 'FARGATE',
    overrides,
    tags: [
      { key: 'aws:ecs:clusterName', value: 'shop' },
      { key: 'a', value: 'b' },
    ],
    lastStatus: 'RUNNING',
  });
  expect(sandbox.events.invocations()[0]?.tasks).toEqual(tasks.map(({ taskArn }) => taskArn));
});

test('3.2 a name that RunTask takes none of as who started a task runs, too', async () => {
  const name = 'shop.production.reports.every.hour';
  await client().send(new PutRuleCommand({ Name: name, ScheduleExpression: 'rate(1 hour)' }));
  await putTargets(name, target());
  await sandbox.clock.advance({ minutes: 61 });
  const starters = sandbox.ecs.tasks().map(({ startedBy }) => startedBy);
  expect(starters).toContain('events-rule/shop-production-reports-');
});

test('3.3 a bare family is the newest revision, one that is INACTIVE never runs', async () => {
  sandbox.ecs.behave({ becomes: { type: 'exits', code: 0, afterSeconds: 5 } });
  await putTargets('hourly', target(), target({ Id: 'pinned' }, { TaskDefinitionArn: `${definition}:1` }));
  await pass(1);
  expect(sandbox.events.invocations().map(({ error }) => error)).toEqual([null, null]);
  const containerDefinitions = [{ name: 'app', image: 'registry.test/report:2' }];
  await ecsClient(sandbox).send(
    new RegisterTaskDefinitionCommand({ family: 'report', ...fargate, containerDefinitions }),
  );
  await ecsClient(sandbox).send(new DeregisterTaskDefinitionCommand({ taskDefinition: 'report:1' }));
  await pass(1);
  expect(sandbox.events.invocations().slice(2)).toMatchObject([
    { target: 'report', error: null },
    { target: 'pinned', tasks: [], error: 'InvalidParameterException: TaskDefinition is inactive' },
  ]);
  expect(sandbox.ecs.tasks().at(-1)?.taskDefinitionArn).toMatch(/report:2$/);
});

test('3.4 what may not run does not', async () => {
  await putTargets('hourly', target({ RoleArn: role('stranger') }), target({ Id: 'weak', RoleArn: role('weak') }));
  await pass(1);
  expect(sandbox.events.invocations().map(({ tasks, error }) => [tasks.length, error])).toEqual([
    [0, `${role('stranger')} can not be assumed`],
    [0, `${role('weak')} may not ecs:RunTask`],
  ]);
  await client().send(new DisableRuleCommand({ Name: 'hourly' }));
  await pass(2);
  expect(sandbox.events.invocations()).toHaveLength(2);
  expect(sandbox.ecs.tasks()).toEqual([]);
});

test('3.5 rules of the seed run, and tests see it', async () => {
  await pass(1);
  expect(sandbox.events.invocations('hourly')).toMatchObject([{ source: 'hourly', target: 'report', error: null }]);
  const wrong: Seed = { accounts: { [account]: { regions: { 'eu-west-1': { rules: { bad: {} } } } } } };
  await expect(startSandbox({ seed: wrong })).rejects.toThrow(/→ at accounts\.1+\.regions\.eu-west-1\.rules\.bad/);
});

test('3.6 a denied call names the rule', async () => {
  const command = new DescribeRuleCommand({ Name: 'hourly' });
  expect(await refusalOf(client({ user: 'barred' }).send(command))).toMatchObject({
    code: 'AccessDeniedException',
    message: expect.stringContaining(`on resource: arn:aws:events:eu-west-1:${account}:rule/hourly`),
  });
});
