import type { JsonObject, RunEvent } from '@funade/core';
import { expect, test } from 'vitest';
import { useEvents, useScheduler } from '../src/api/clients.ts';
import { arnOf, nightlySchedule, nightlyTarget, type Shop, startShop } from './shop.ts';

const both = { report: { rule: 'shop-nightly' }, weekly: { schedule: 'shop/nightly' } };
const one = { report: { rule: 'shop-nightly' } };

/** Acts once, right before the steps that follow the revision. */
function before(act: () => Promise<unknown>): (event: RunEvent) => Promise<void> {
  let done = false;
  return async (event) => {
    if (done || event.type !== 'step-succeeded' || !event.step.startsWith('ecs.wait')) return;
    done = true;
    await act();
  };
}

async function putTarget(shop: Shop, target: JsonObject): Promise<void> {
  const { client, sdk } = await useEvents(shop.context);
  await client.send(new sdk.PutTargetsCommand({ Rule: 'shop-nightly', Targets: [target as never] }));
}

test.each([
  ['throttled', { code: 'ThrottlingException' }],
  ['a server fault', { code: 'InternalServerException', status: 500 }],
  ['cut before it arrives', { reset: true }],
  ['cut after it has arrived', { reset: 'after' }],
  ['half an answer', { body: '{"Failed', status: 200 }],
] as const)('both follow although a call fails: %s', async (_, fault) => {
  await using shop = await startShop();
  shop.sandbox.faults.next('events.PutTargets', fault, 2);
  shop.sandbox.faults.next('scheduler.UpdateSchedule', fault, 2);
  expect((await shop.deploy({ schedules: both })).outcome).toBe('succeeded');
  expect(await shop.targets('shop-nightly')).toMatchObject([{ EcsParameters: { TaskDefinitionArn: arnOf('api:2') } }]);
  expect(await shop.schedule('shop/nightly')).toMatchObject({
    Target: { EcsParameters: { TaskDefinitionArn: arnOf('api:2') } },
  });
});

test.each([
  ['ConcurrentModificationException', 2, 'succeeded'],
  ['ConcurrentModificationException', 9, 'failed'],
  ['InvalidRequest', 1, 'failed'],
])('an entry that fails in an answer of status 200: %s, %d times', async (code, times, outcome) => {
  await using shop = await startShop();
  const { events } = shop.sandbox;
  events.failEntries(...Array.from({ length: times }, () => code));
  expect((await shop.deploy({ schedules: one })).outcome).toBe(outcome);
  if (outcome === 'succeeded') return;
  expect(shop.error()).toMatchObject({ code: 'SCHEDULE_TARGET_REFUSED', details: { code } });
});

test('what others have changed since the plan stays, and is told', async () => {
  await using shop = await startShop();
  const plan = await shop.plan({ schedules: one });
  await shop.apply(
    plan,
    before(() => putTarget(shop, nightlyTarget({ Input: '{}' }))),
  );
  expect(shop.warned()).toEqual([
    'target job of rule shop-nightly was changed since the plan was made (Input, EcsParameters.FutureMember); that stays',
  ]);
  expect(await shop.targets('shop-nightly')).toMatchObject([
    { Input: '{}', EcsParameters: { TaskDefinitionArn: arnOf('api:2') } },
  ]);
});

test('what somebody else has brought to another revision is not replaced', async () => {
  await using shop = await startShop();
  const plan = await shop.plan({ schedules: one });
  const { EcsParameters } = nightlyTarget() as { readonly EcsParameters: JsonObject };
  const theirs = nightlyTarget({ EcsParameters: { ...EcsParameters, TaskDefinitionArn: arnOf('web:1') } });
  await shop.apply(
    plan,
    before(() => putTarget(shop, theirs)),
  );
  expect(shop.error()).toMatchSnapshot();
  expect(await shop.targets('shop-nightly')).toMatchObject([{ EcsParameters: { TaskDefinitionArn: arnOf('web:1') } }]);
});

test('a schedule that is deleted meanwhile is told', async () => {
  await using shop = await startShop();
  const plan = await shop.plan({ schedules: both });
  await shop.apply(
    plan,
    before(async () => {
      const { client, sdk } = await useScheduler(shop.context);
      await client.send(new sdk.DeleteScheduleCommand({ Name: 'nightly', GroupName: 'shop' }));
    }),
  );
  expect(shop.error()).toMatchObject({ code: 'SCHEDULE_GONE' });
});

test('a service is rolled back when its schedule cannot follow, and the schedules that did follow go back', async () => {
  await using shop = await startShop({ permissions: { deny: ['scheduler:UpdateSchedule'] } });
  const plan = await shop.plan({ schedules: both });
  const ruleBefore = await shop.targets('shop-nightly');
  expect((await shop.apply(plan)).outcome).toBe('failed');
  expect(shop.error()).toMatchObject({ code: 'AWS_ACCESS_DENIED' });
  expect(plan.targets).toMatchObject([{ onFailure: 'rollback' }]);
  expect((await shop.rollBack(plan)).outcome).toBe('succeeded');
  expect(await shop.targets('shop-nightly')).toEqual(ruleBefore);
});

test('running a step again changes nothing more', async () => {
  await using shop = await startShop();
  const plan = await shop.plan({ schedules: both });
  await shop.apply(plan);
  const calls = () => [shop.bodies('events.PutTargets').length, shop.bodies('scheduler.UpdateSchedule').length];
  const made = calls();
  expect((await shop.apply(plan)).outcome).toBe('succeeded');
  expect(calls()).toEqual(made);
});

test('what may not be looked at beside the schedules keeps nobody from deploying', async () => {
  await using shop = await startShop({
    permissions: { deny: ['scheduler:ListSchedules', 'ecs:ListTasks', 'events:ListRules'] },
    schedules: { 'shop/nightly': nightlySchedule() },
  });
  expect((await shop.deploy({ schedules: both })).outcome).toBe('succeeded');
  const error = await shop.plan({ schedules: { report: { rule: 'nope' } } }).catch((thrown: Error) => thrown);
  expect(error).toMatchObject({ code: 'SCHEDULE_NOT_FOUND', hint: 'rules: none are available' });
});
