import { expect, test } from 'vitest';
import { type Shop, startShop } from './shop.ts';

const arn = (revision: string): string => `arn:aws:ecs:ap-northeast-1:222222222222:task-definition/${revision}`;
const cluster = (name: string): string => `arn:aws:ecs:ap-northeast-1:222222222222:cluster/${name}`;
const role = 'arn:aws:iam::222222222222:role/events';
const awsvpcConfiguration = { subnets: ['subnet-1'] };

/** Registers revisions until the family has `count` of them. */
async function register(shop: Shop, count: number): Promise<void> {
  const { client, sdk } = await shop.ecs();
  const { taskDefinition } = await client.send(new sdk.DescribeTaskDefinitionCommand({ taskDefinition: 'api:1' }));
  const {
    family = '',
    containerDefinitions = [],
    cpu,
    memory,
    networkMode,
    requiresCompatibilities,
  } = taskDefinition ?? {};
  for (let revision = 2; revision <= count; revision += 1) {
    const input = { family, containerDefinitions, cpu, memory, networkMode, requiresCompatibilities };
    await client.send(
      new sdk.RegisterTaskDefinitionCommand({ ...input, tags: [{ key: 'n', value: String(revision) }] }),
    );
  }
}

/** `api` runs the first of fifteen revisions, and others are used elsewhere. */
async function crowdedShop(): Promise<Shop> {
  const EcsParameters = { TaskDefinitionArn: arn('api:4'), TaskCount: 1 };
  const universal = 'arn:aws:scheduler:::aws-sdk:ecs:runTask';
  const shop = await startShop({
    region: {
      rules: {
        nightly: {
          ScheduleExpression: 'rate(30 days)',
          State: 'DISABLED',
          Targets: [{ Id: 'api', Arn: cluster('tools'), RoleArn: role, EcsParameters }],
        },
      },
      schedules: {
        'shop/report': {
          ScheduleExpression: 'rate(30 days)',
          State: 'DISABLED',
          Target: {
            Arn: universal,
            RoleArn: role,
            Input: JSON.stringify({ TaskDefinition: 'api:5', Cluster: 'tools' }),
          },
        },
      },
    },
  });
  await register(shop, 15);
  const { client, sdk } = await shop.ecs();
  const networkConfiguration = { awsvpcConfiguration };
  await client.send(new sdk.RunTaskCommand({ cluster: 'tools', taskDefinition: 'api:3', networkConfiguration }));
  await client.send(
    new sdk.CreateServiceCommand({
      cluster: 'tools',
      serviceName: 'other',
      taskDefinition: 'api:6',
      desiredCount: 1,
      launchType: 'FARGATE',
      networkConfiguration,
    }),
  );
  await client.send(new sdk.UpdateServiceCommand({ cluster: 'shop', service: 'api', taskDefinition: 'api:2' }));
  await shop.sandbox.clock.advance({ seconds: 600 });
  await client.send(new sdk.UpdateServiceCommand({ cluster: 'shop', service: 'api', taskDefinition: 'api:1' }));
  await shop.sandbox.clock.advance({ seconds: 600 });
  return shop;
}

const deregistered = (shop: Shop) => shop.calls('DeregisterTaskDefinition').map(({ taskDefinition }) => taskDefinition);

test('what is old and needed by nothing is deregistered, and nothing else', async () => {
  await using shop = await crowdedShop();
  const { plan, report } = await shop.prune({ keep: 3 });
  expect(report.outcome).toBe('succeeded');
  expect(plan.steps.map(({ title }) => title).slice(1)).toEqual(['deregister 6 revisions of api: 7–12']);
  expect(deregistered(shop)).toEqual([7, 8, 9, 10, 11, 12].map((number) => `api:${number}`));
  expect(plan.notes.map(({ text }) => text)).toEqual([
    '9 active revisions of api stay',
    'api:6 stays: service tools/other runs it; service tools/other can be rolled back to it; a task in cluster tools runs it',
    'api:5 stays: schedule shop/report runs it',
    'api:4 stays: rule nightly runs it',
    'api:3 stays: a task in cluster tools runs it',
    'api:2 stays: service shop/api can be rolled back to it',
    'api:1 stays: service shop/api runs it; service shop/api can be rolled back to it; a task in cluster shop runs it',
  ]);
  expect((await shop.prune({ keep: 3 })).plan.steps).toEqual([]);
  expect(shop.calls('DeleteTaskDefinitions')).toEqual([]);
});

test('what was deregistered before is deleted for good where that is asked for, ten to a call', async () => {
  await using shop = await startShop();
  await register(shop, 30);
  await shop.prune({ keep: 3 });
  expect(deregistered(shop)).toHaveLength(26);
  const { plan, report } = await shop.prune({ keep: 3, deleteInactive: true });
  expect(report.outcome).toBe('succeeded');
  expect(plan.steps.map(({ title }) => title).slice(1)).toEqual(['delete 26 revisions of api: 2–27 for good']);
  expect(shop.calls('DeleteTaskDefinitions').map(({ taskDefinitions }) => (taskDefinitions as []).length)).toEqual([
    10, 10, 6,
  ]);
  expect(shop.sandbox.requests().filter(({ status }) => status >= 400)).toEqual([]);
});

test('what comes into use while a person thinks stays, and that is said', async () => {
  await using shop = await crowdedShop();
  const { report } = await shop.prune({ keep: 3 }, async () => {
    const { client, sdk } = await shop.ecs();
    const networkConfiguration = { awsvpcConfiguration };
    await client.send(new sdk.RunTaskCommand({ cluster: 'shop', taskDefinition: 'api:9', networkConfiguration }));
    await client.send(new sdk.DeregisterTaskDefinitionCommand({ taskDefinition: 'api:10' }));
  });
  expect(report.outcome).toBe('succeeded');
  expect(deregistered(shop).slice(1)).toEqual(['api:7', 'api:8', 'api:10', 'api:11', 'api:12']);
  expect(shop.events).toContainEqual(
    expect.objectContaining({ type: 'step-warned', message: 'api:9 stays: a task in cluster shop runs it' }),
  );
});

test('what may not be looked at keeps everything as it is', async () => {
  await using shop = await crowdedShop();
  shop.sandbox.faults.always('scheduler.ListSchedules', { code: 'AccessDeniedException', status: 403 });
  await expect(shop.prune({ keep: 3 })).rejects.toMatchObject({ code: 'AWS_ACCESS_DENIED' });
  expect(deregistered(shop)).toEqual([]);
});

test.for([
  ['events.ListTargetsByRule', 'events:ListTargetsByRule'],
  ['scheduler.GetSchedule', 'scheduler:GetSchedule'],
  ['ecs.DescribeServiceRevisions', 'ecs:DescribeServiceRevisions'],
  ['ecs.DescribeTasks', 'ecs:DescribeTasks'],
] as const)('where %s is refused, the permission that is needed is named', async ([operation, action]) => {
  await using shop = await crowdedShop();
  await shop.apply(await shop.plan({ tag: 'v1.3.0' }));
  shop.sandbox.faults.always(operation, { code: 'AccessDeniedException', status: 403 });
  await expect(shop.prune({ keep: 3 })).rejects.toMatchObject({
    code: 'AWS_ACCESS_DENIED',
    hint: expect.stringContaining(`allow \`${action}\` `) as string,
  });
});

test('as many successful deployments as are kept can be rolled back to', async () => {
  await using shop = await startShop();
  for (const tag of ['v1.2.0', 'v1.3.0', 'v1.4.0']) await shop.apply(await shop.plan({ tag }));
  const { plan } = await shop.prune({ keep: 1 });
  expect(plan.steps.map(({ title }) => title).slice(1)).toEqual(['deregister 2 revisions of api: 1, 2']);
});
