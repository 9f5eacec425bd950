import type { JsonObject, Plan } from '@funade/core';
import { expect, test } from 'vitest';
import { useScheduler } from '../src/api/clients.ts';
import { arnOf, cluster, roleOf, type Shop, startShop } from './shop.ts';

const network = {
  awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-1'], assignPublicIp: 'DISABLED' },
};
const service: JsonObject = { networkConfiguration: network };
const start = (more = {}) => startShop({ service, schedules: {}, ...more });
const nightly = {
  cron: 'cron(0 3 * * ? *)',
  timezone: 'Asia/Tokyo',
  command: ['node', 'report.js'],
  role: 'scheduler',
};
const place = 'shop.production.api.nightly';

const steps = ({ steps: planned }: Plan) =>
  planned
    .filter(({ kind }) => kind.startsWith('schedules.'))
    .map(({ title, changes }) => [title, ...changes.map(({ path, from, to }) => ({ path, from, to }))]);
const texts = ({ notes, warnings }: Plan): readonly string[] =>
  [...notes.map(({ text }) => text), ...warnings.map(({ code, message }) => `${code}: ${message}`)].filter((text) =>
    /schedule /.test(text),
  );

async function remove(shop: Shop, name: string): Promise<void> {
  const { client, sdk } = await useScheduler(shop.context);
  await client.send(new sdk.DeleteScheduleCommand({ Name: name }));
}

test('a schedule with cron is created, launched as its service is, and fires', async () => {
  await using shop = await start();
  const plan = await shop.plan({ schedules: { nightly } });
  expect(steps(plan)).toMatchInlineSnapshot(`
    [
      [
        "create schedule shop.production.api.nightly",
        {
          "from": null,
          "path": "FlexibleTimeWindow",
          "to": {
            "Mode": "OFF",
          },
        },
        {
          "from": null,
          "path": "ScheduleExpression",
          "to": "cron(0 3 * * ? *)",
        },
        {
          "from": null,
          "path": "ScheduleExpressionTimezone",
          "to": "Asia/Tokyo",
        },
        {
          "from": null,
          "path": "Target",
          "to": {
            "Arn": "arn:aws:ecs:ap-northeast-1:222222222222:cluster/shop",
            "EcsParameters": {
              "LaunchType": "FARGATE",
              "NetworkConfiguration": {
                "awsvpcConfiguration": {
                  "AssignPublicIp": "DISABLED",
                  "SecurityGroups": [
                    "sg-1",
                  ],
                  "Subnets": [
                    "subnet-1",
                  ],
                },
              },
            },
            "Input": {
              "containerOverrides": [
                {
                  "command": [
                    "node",
                    "report.js",
                  ],
                  "name": "app",
                },
              ],
            },
            "RoleArn": "arn:aws:iam::222222222222:role/scheduler",
          },
        },
        {
          "from": null,
          "path": "Target.EcsParameters.TaskDefinitionArn",
          "to": "api (new revision)",
        },
      ],
    ]
  `);
  expect((await shop.apply(plan)).outcome).toBe('succeeded');
  const made = {
    Name: place,
    GroupName: 'default',
    ScheduleExpression: 'cron(0 3 * * ? *)',
    ScheduleExpressionTimezone: 'Asia/Tokyo',
    State: 'ENABLED',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'NONE',
    Target: {
      Arn: cluster,
      RoleArn: roleOf('scheduler'),
      Input: '{"containerOverrides":[{"name":"app","command":["node","report.js"]}]}',
      EcsParameters: {
        TaskDefinitionArn: arnOf('api:2'),
        LaunchType: 'FARGATE',
        NetworkConfiguration: {
          awsvpcConfiguration: { Subnets: ['subnet-1'], SecurityGroups: ['sg-1'], AssignPublicIp: 'DISABLED' },
        },
      },
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
    },
  };
  expect(await shop.schedule(place)).toEqual(made);
  const again = await shop.plan({ schedules: { nightly } });
  expect(again.steps).toEqual([]);
  expect(texts(again)).toEqual([`schedule ${place} is as it is written, and runs api:2 already`]);
  await shop.sandbox.clock.advance({ hours: 15 });
  const [fired] = shop.sandbox.scheduler.invocations();
  expect(fired).toMatchObject({ source: `default/${place}`, error: null, tasks: [expect.any(String)] });
});

test('what is written differently is a diff, and what is not written stays', async () => {
  await using shop = await start();
  await shop.deploy({
    schedules: { nightly: { ...nightly, enabled: false, environment: { MODE: 'a', API_TOKEN: 'x' } } },
  });
  const before = await shop.schedule(place);
  const changed = {
    ...nightly,
    cron: 'rate(1 hour)',
    command: ['node', 'other.js'],
    environment: { MODE: 'b', API_TOKEN: 'hunter2-hunter2' },
    settings: {
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 10 },
      Target: { EcsParameters: { TaskCount: 2 } },
    },
  };
  const plan = await shop.plan({ schedules: { nightly: changed } });
  expect(steps(plan)).toMatchInlineSnapshot(`
    [
      [
        "update schedule shop.production.api.nightly",
        {
          "from": "cron(0 3 * * ? *)",
          "path": "ScheduleExpression",
          "to": "rate(1 hour)",
        },
        {
          "from": "OFF",
          "path": "FlexibleTimeWindow.Mode",
          "to": "FLEXIBLE",
        },
        {
          "from": null,
          "path": "FlexibleTimeWindow.MaximumWindowInMinutes",
          "to": 10,
        },
        {
          "from": [
            "node",
            "report.js",
          ],
          "path": "Target.Input.containerOverrides[app].command",
          "to": [
            "node",
            "other.js",
          ],
        },
        {
          "from": "a",
          "path": "Target.Input.containerOverrides[app].environment[MODE]",
          "to": "b",
        },
        {
          "from": "[secret]",
          "path": "Target.Input.containerOverrides[app].environment[API_TOKEN]",
          "to": "[secret]",
        },
        {
          "from": null,
          "path": "Target.EcsParameters.TaskCount",
          "to": 2,
        },
      ],
    ]
  `);
  expect(texts(plan)).toMatchInlineSnapshot(`
    [
      "SCHEDULE_DISABLED: schedule shop.production.api.nightly is disabled: it follows the release, and runs nothing",
    ]
  `);
  expect((await shop.apply(plan)).outcome).toBe('succeeded');
  expect(await shop.schedule(place)).toMatchObject({
    ScheduleExpression: 'rate(1 hour)',
    ScheduleExpressionTimezone: 'Asia/Tokyo',
    State: 'DISABLED',
    FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 10 },
    Target: { EcsParameters: { TaskCount: 2, LaunchType: 'FARGATE', TaskDefinitionArn: arnOf('api:2') } },
  });
  expect((await shop.rollBack(plan)).outcome).toBe('succeeded');
  expect(await shop.schedule(place)).toEqual(before);
});

test('a new revision and what is written go in one call', async () => {
  await using shop = await start();
  await shop.deploy({ schedules: { nightly } });
  const plan = await shop.plan({ schedules: { nightly: { ...nightly, timezone: 'UTC' } }, tag: 'v1.3.0' });
  expect(steps(plan)).toMatchObject([
    [
      `update schedule ${place}`,
      { path: 'ScheduleExpressionTimezone', from: 'Asia/Tokyo', to: 'UTC' },
      { path: 'Target.EcsParameters.TaskDefinitionArn', from: 'api:2', to: 'api (new revision)' },
    ],
  ]);
});

test('a rollback deletes what was created, and nothing that somebody has changed since', async () => {
  await using shop = await start();
  const plan = await shop.plan({ schedules: { nightly } });
  await shop.apply(plan);
  const { events } = shop;
  expect((await shop.rollBack(plan)).outcome).toBe('succeeded');
  expect(await shop.schedule(place)).toBeNull();
  expect(events.length).toBeGreaterThan(0);

  const again = await shop.plan({ schedules: { nightly }, tag: 'v1.3.0' });
  await shop.apply(again);
  const { client, sdk } = await useScheduler(shop.context);
  const made = await client.send(new sdk.GetScheduleCommand({ Name: place }));
  await client.send(new sdk.UpdateScheduleCommand({ ...made, Name: place, Description: 'mine' } as never));
  await shop.rollBack(again);
  expect(shop.warned()).toContain(`schedule ${place} was changed since it was created: it is left where it is`);
  expect(await shop.schedule(place)).toMatchObject({ Description: 'mine' });
});

test.each([
  ['cut before it arrives', { reset: true }],
  ['cut after it has arrived', { reset: 'after' }],
  ['throttled', { code: 'ThrottlingException', status: 429 }],
] as const)('it is created once: %s', async (_, fault) => {
  await using shop = await start();
  shop.sandbox.faults.next('scheduler.CreateSchedule', fault, 2);
  expect((await shop.deploy({ schedules: { nightly } })).outcome).toBe('succeeded');
  expect(await shop.schedule(place)).toMatchObject({
    Target: { EcsParameters: { TaskDefinitionArn: arnOf('api:2') } },
  });
});

test('one that somebody else has created meanwhile is not replaced', async () => {
  await using shop = await start();
  const plan = await shop.plan({ schedules: { nightly } });
  const { client, sdk } = await useScheduler(shop.context);
  const theirs = { Name: place, ScheduleExpression: 'rate(1 day)', FlexibleTimeWindow: { Mode: 'OFF' } } as const;
  const Target = { Arn: cluster, RoleArn: roleOf('scheduler'), EcsParameters: { TaskDefinitionArn: arnOf('api:1') } };
  await client.send(new sdk.CreateScheduleCommand({ ...theirs, Target }));
  expect((await shop.apply(plan)).outcome).toBe('failed');
  expect(shop.error()).toMatchObject({ code: 'SCHEDULE_EXISTS' });
});

test('what is no longer written is told, never deleted', async () => {
  await using shop = await start();
  await shop.deploy({ schedules: { nightly } });
  for (const schedules of [{}, undefined]) {
    const plan = await shop.plan(schedules === undefined ? {} : { schedules });
    expect(texts(plan)).toEqual([
      `SCHEDULE_LEFT: schedule ${place} is no longer in the config, and goes on running the revision that it has; delete it with: aws scheduler delete-schedule --name ${place}`,
    ]);
    expect(plan.steps).toEqual([]);
  }
  await remove(shop, place);
  expect(texts(await shop.plan({ schedules: {} }))).toEqual([]);
});

test.each<[string, JsonObject, object]>([
  ['a group that is not there', { ...nightly, schedule: 'shopp/n' }, {}],
  ['a name that is too long', nightly, { project: 'p'.repeat(60) }],
])('%s', async (_, written, options) => {
  const { project, ...more } = options as { readonly project?: string };
  await using shop = await start(more);
  const refused = await shop
    .plan({ schedules: { nightly: written }, ...(project === undefined ? {} : { project }) })
    .catch((error: Error & { code: string; hint: string }) => [error.code, error.message, error.hint]);
  expect(refused).toMatchSnapshot();
});

test('a capacity provider of the service takes the place of a launch type', async () => {
  const capacityProviderStrategy = [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }];
  await using shop = await start({ service: { ...service, launchType: undefined, capacityProviderStrategy } });
  await shop.deploy({ schedules: { nightly: { ...nightly, schedule: 'nightly' } } });
  const { Target } = (await shop.schedule('nightly')) as { readonly Target: { readonly EcsParameters: JsonObject } };
  expect(Target.EcsParameters).toMatchObject({
    CapacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }],
  });
  expect(Target.EcsParameters).not.toHaveProperty('LaunchType');
});

test('EventBridge Scheduler takes every expression that we take', async () => {
  await using shop = await start();
  const { client, sdk } = await useScheduler(shop.context);
  const expressions = ['cron(0/15 8-18 ? * MON-FRI *)', 'cron(0 8 LW * ? *)', 'cron(0 18 ? * L *)', 'rate(30 days)'];
  for (const [index, ScheduleExpression] of expressions.entries()) {
    const Target = { Arn: cluster, RoleArn: roleOf('scheduler'), EcsParameters: { TaskDefinitionArn: arnOf('api:1') } };
    const more = { FlexibleTimeWindow: { Mode: 'OFF' }, Target } as const;
    await client.send(new sdk.CreateScheduleCommand({ Name: `n${index}`, ScheduleExpression, ...more }));
  }
});

test('a role that Scheduler cannot take is told while planning, before anything is built', async () => {
  await using shop = await start();
  const schedules = { nightly: { ...nightly, role: 'nobody' }, weekly: { ...nightly, role: 'stranger' } };
  await expect(shop.plan({ schedules })).rejects.toMatchObject({
    code: 'SCHEDULE_UNFIT',
    category: 'usage',
    message: [
      'schedules.nightly of api@production: there is no role nobody in account 222222222222',
      'schedules.weekly of api@production: the trust policy of role stranger does not allow scheduler.amazonaws.com to assume it',
    ].join('\n'),
  });
});

test('a role that may not be looked at is left to verify', async () => {
  await using shop = await start();
  shop.sandbox.faults.always('iam.GetRole', { code: 'AccessDenied', status: 403 });
  const plan = await shop.plan({ schedules: { nightly: { ...nightly, role: 'nobody' } } });
  expect(steps(plan)).toHaveLength(1);
});
