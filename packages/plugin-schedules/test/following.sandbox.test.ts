import type { JsonObject, Plan } from '@funade/core';
import { expect, test } from 'vitest';
import { arnOf, cluster, nightlySchedule, nightlyTarget, roleOf, startShop } from './shop.ts';

const both = { report: { rule: 'shop-nightly' }, weekly: { schedule: 'shop/nightly' } };

const steps = ({ steps: planned }: Plan) =>
  planned.filter(({ kind }) => kind.startsWith('schedules.')).map(({ title, changes }) => [title, changes]);
const texts = ({ notes, warnings }: Plan): readonly string[] =>
  [...notes.map(({ text }) => text), ...warnings.map(({ code, message }) => `${code}: ${message}`)].filter((text) =>
    /rule |schedule /.test(text),
  );

test('after the rollout a rule and a schedule run the new revision, and nothing else of them has changed', async () => {
  await using shop = await startShop();
  const [ruleBefore, scheduleBefore] = [await shop.targets('shop-nightly'), await shop.schedule('shop/nightly')];
  const plan = await shop.plan({ schedules: both });
  expect(steps(plan)).toMatchInlineSnapshot(`
    [
      [
        "let rule shop-nightly run the new revision",
        [
          {
            "from": "api:1",
            "path": "EcsParameters.TaskDefinitionArn",
            "to": "api (new revision)",
          },
        ],
      ],
      [
        "let schedule shop/nightly run the new revision",
        [
          {
            "from": "api:1",
            "path": "Target.EcsParameters.TaskDefinitionArn",
            "to": "api (new revision)",
          },
        ],
      ],
    ]
  `);
  expect(texts(plan)).toMatchInlineSnapshot(`
    [
      "SCHEDULE_DISABLED: schedule shop/nightly is disabled: it follows the release, and runs nothing",
    ]
  `);
  expect((await shop.apply(plan)).outcome).toBe('succeeded');
  const parameters = { ...(nightlyTarget().EcsParameters as JsonObject), TaskDefinitionArn: arnOf('api:2') };
  expect(await shop.targets('shop-nightly')).toEqual([{ ...ruleBefore[0], EcsParameters: parameters }]);
  expect(await shop.schedule('shop/nightly')).toEqual({
    ...scheduleBefore,
    Target: { ...(scheduleBefore?.Target as JsonObject), EcsParameters: parameters },
  });
  const order = shop.sandbox.requests().map(({ operation }) => operation);
  expect(order.lastIndexOf('ecs.UpdateService')).toBeLessThan(order.indexOf('events.PutTargets'));
  const again = await shop.plan({ schedules: both });
  expect(again.steps).toEqual([]);
  expect(texts(again)).toMatchInlineSnapshot(`
    [
      "rule shop-nightly runs api:2 already",
      "schedule shop/nightly runs api:2 already",
      "SCHEDULE_DISABLED: schedule shop/nightly is disabled: it follows the release, and runs nothing",
    ]
  `);
});

test('a schedule that was left behind follows although nothing is deployed', async () => {
  await using shop = await startShop();
  await shop.deploy();
  const plan = await shop.plan({ schedules: both });
  expect(plan.steps.map(({ kind }) => kind)).toEqual([
    'aws.assume-role',
    'schedules.put-targets',
    'schedules.update-schedule',
  ]);
  expect((await shop.apply(plan)).outcome).toBe('succeeded');
  expect(await shop.targets('shop-nightly')).toMatchObject([{ EcsParameters: { TaskDefinitionArn: arnOf('api:2') } }]);
});

test('one without a revision gets one; a universal target is followed in its input', async () => {
  const input = JSON.stringify({ Cluster: cluster, TaskDefinition: arnOf('api'), Count: 1, LaunchType: 'FARGATE' });
  const universal = { Arn: 'arn:aws:scheduler:::aws-sdk:ecs:runTask', RoleArn: roleOf('scheduler'), Input: input };
  await using shop = await startShop({
    schedules: { 'default/nightly': { ...nightlySchedule(), Target: universal } },
    rules: {
      'shop-nightly': {
        ScheduleExpression: 'rate(1 hour)',
        Targets: [nightlyTarget({ EcsParameters: { TaskDefinitionArn: arnOf('api') } })],
      },
    },
  });
  const plan = await shop.plan({ schedules: { report: { rule: 'shop-nightly' }, weekly: { schedule: 'nightly' } } });
  expect(texts(plan)).toMatchInlineSnapshot(`
    [
      "rule shop-nightly names api without a revision, which is the latest active one; it is given one",
      "schedule nightly names api without a revision, which is the latest active one; it is given one",
      "SCHEDULE_DISABLED: schedule nightly is disabled: it follows the release, and runs nothing",
    ]
  `);
  expect((await shop.apply(plan)).outcome).toBe('succeeded');
  expect(await shop.targets('shop-nightly')).toMatchObject([{ EcsParameters: { TaskDefinitionArn: arnOf('api:2') } }]);
  const { Target } = (await shop.schedule('nightly')) as { readonly Target: { readonly Input: string } };
  expect(JSON.parse(Target.Input)).toEqual({ ...JSON.parse(input), TaskDefinition: arnOf('api:2') });
});

test('a rollback puts back what was there', async () => {
  await using shop = await startShop();
  const before = [await shop.targets('shop-nightly'), await shop.schedule('shop/nightly')];
  const plan = await shop.plan({ schedules: both });
  await shop.apply(plan);
  expect((await shop.rollBack(plan)).outcome).toBe('succeeded');
  expect([await shop.targets('shop-nightly'), await shop.schedule('shop/nightly')]).toEqual(before);
});

test('a service that goes back to a revision takes its schedules along', async () => {
  await using shop = await startShop();
  await shop.deploy({ schedules: both });
  const plan = await shop.plan({ schedules: both, revision: 'api:1' });
  expect((await shop.apply(plan)).outcome).toBe('succeeded');
  expect(await shop.targets('shop-nightly')).toMatchObject([{ EcsParameters: { TaskDefinitionArn: arnOf('api:1') } }]);
  expect(await shop.schedule('shop/nightly')).toMatchObject({
    Target: { EcsParameters: { TaskDefinitionArn: arnOf('api:1') } },
  });
});

test('a task that runs at this moment is told', async () => {
  await using shop = await startShop({ schedules: { 'shop/nightly': nightlySchedule({ State: 'ENABLED' }) } });
  await shop.sandbox.clock.advance({ hours: 15, seconds: 5 });
  const plan = await shop.plan({ schedules: both });
  expect(texts(plan)).toMatchInlineSnapshot(`
    [
      "SCHEDULE_RUNNING: rule shop-nightly runs 2 tasks at this moment: a task ends on the revision that it began with",
    ]
  `);
});

test.each<[string, JsonObject, object]>([
  ['a rule that is misspelt', { report: { rule: 'shop-nigthly' } }, {}],
  ['several that are', { report: { rule: 'nightly' }, weekly: { schedule: 'shop/nightl' } }, {}],
  [
    'a target of another family',
    { report: { rule: 'r' }, weekly: { schedule: 's' } },
    {
      rules: {
        r: {
          ScheduleExpression: 'rate(1 day)',
          Targets: [nightlyTarget({ EcsParameters: { TaskDefinitionArn: arnOf('web:1') } })],
        },
      },
      schedules: { 'default/s': nightlySchedule({}, { EcsParameters: { TaskDefinitionArn: arnOf('web:1') } }) },
    },
  ],
  [
    'several targets of the family',
    { report: { rule: 'r' } },
    { rules: { r: { ScheduleExpression: 'rate(1 day)', Targets: [nightlyTarget(), nightlyTarget({ Id: 'other' })] } } },
  ],
  ['a target that is not there', { report: { rule: 'shop-nightly', target: 'jobs' } }, {}],
  [
    'no target of ECS',
    { report: { rule: 'r' } },
    {
      rules: {
        r: {
          ScheduleExpression: 'rate(1 day)',
          Targets: [{ Id: 'f', Arn: 'arn:aws:lambda:ap-northeast-1:222222222222:function:f' }],
        },
      },
    },
  ],
  [
    'a rule that AWS manages',
    { report: { rule: 'r' } },
    { rules: { r: { ScheduleExpression: 'rate(1 day)', ManagedBy: 'ecs.amazonaws.com', Targets: [nightlyTarget()] } } },
  ],
  ['one that two entries name', { one: { rule: 'shop-nightly' }, two: { rule: 'shop-nightly', target: 'job' } }, {}],
])('%s is refused while planning', async (_, schedules, options) => {
  await using shop = await startShop(options);
  const refused = await shop
    .plan({ schedules })
    .catch((error: Error & { code: string; hint: string }) => [error.code, error.message, error.hint]);
  expect(refused).toMatchSnapshot();
});

test('of several targets the one of the family is meant', async () => {
  const web = nightlyTarget({ Id: 'web', EcsParameters: { TaskDefinitionArn: arnOf('web:1') } });
  await using shop = await startShop({
    rules: { r: { ScheduleExpression: 'rate(1 day)', Targets: [web, nightlyTarget()] } },
  });
  await shop.deploy({ schedules: { report: { rule: 'r' } } });
  expect((await shop.targets('r')).map(({ EcsParameters }) => (EcsParameters as JsonObject).TaskDefinitionArn)).toEqual(
    [arnOf('web:1'), arnOf('api:2')],
  );
});
