import type { JsonObject } from '@funade/core';
import { expect, test } from 'vitest';
import { type ReleaseOptions, type Shop, startShop } from './shop.ts';

const release = (autoscaling: JsonObject, settings: JsonObject = {}): ReleaseOptions => ({
  options: { settings: { autoscaling, ...settings } },
});

const target = {
  ServiceNamespace: 'ecs',
  ResourceId: 'service/shop/api',
  ScalableDimension: 'ecs:service:DesiredCount',
};

function registered(shop: Shop): readonly unknown[] {
  return shop.sandbox.requests('application-autoscaling.RegisterScalableTarget').map(({ body }) => body);
}

test('the limits that a config writes are set after the rollout, and once', async () => {
  await using shop = await startShop();
  const plan = await shop.plan(release({ min: 3, max: 6 }));
  expect(plan.steps.map(({ id }) => id).slice(-2)).toEqual([
    'ecs.wait-for-rollout:api@production',
    'ecs.register-scalable-target:api@production',
  ]);
  expect(plan.steps.at(-1)?.changes).toEqual([
    {
      path: 'autoscaling',
      from: null,
      to: { min: 3, max: 6, suspended: { in: false, out: false, scheduled: false } },
    },
  ]);
  expect((await shop.apply(plan)).outcome).toBe('succeeded');
  expect(registered(shop)).toEqual([{ ...target, MinCapacity: 3, MaxCapacity: 6 }]);
  expect(shop.sandbox.ecs.service('shop/api')).toMatchObject({ desiredCount: 3 });
  expect(shop.calls('UpdateService')).toEqual([expect.not.objectContaining({ autoscaling: expect.anything() })]);
  const again = await shop.plan(release({ min: 3, max: 6 }));
  expect(again.steps).toEqual([]);
});

test('only what differs is sent, and what is not written stays', async () => {
  const scalableTargets = { 'shop/api': { min: 1, max: 4, suspended: { in: true } } };
  await using shop = await startShop({ region: { scalableTargets } });
  await shop.apply(await shop.plan());
  const plan = await shop.plan(release({ max: 8 }));
  expect(plan.steps.map(({ id, changes }) => [id, changes])).toEqual([
    [expect.stringMatching(/^aws\.assume-role/), []],
    ['ecs.register-scalable-target:api@production', [{ path: 'autoscaling.max', from: 4, to: 8 }]],
  ]);
  await shop.apply(plan);
  await shop.apply(await shop.plan(release({ suspended: { scheduled: true } })));
  expect(registered(shop)).toEqual([
    { ...target, MaxCapacity: 8 },
    { ...target, SuspendedState: { ScheduledScalingSuspended: true } },
  ]);
  const same = { min: '1', max: '8', suspended: { in: 'true', out: false, scheduled: true } };
  expect((await shop.plan(release(same))).steps).toEqual([]);
});

test('a desired count beside the limits is not sent, and that is said', async () => {
  await using shop = await startShop({ region: { scalableTargets: { 'shop/api': { min: 1, max: 4 } } } });
  const plan = await shop.plan(release({ min: 1, max: 4 }, { desiredCount: 7 }));
  expect(plan.notes.map(({ text }) => text)).toContain(
    'ecs.settings.desiredCount is for its creation only: ecs.settings.autoscaling says what keeps its count',
  );
  expect(plan.warnings).toEqual([]);
  await shop.apply(plan);
  expect(shop.calls('UpdateService')[0]).not.toHaveProperty('desiredCount');
});

test('limits that somebody changed since the plan are not overwritten', async () => {
  await using shop = await startShop({ region: { scalableTargets: { 'shop/api': { min: 1, max: 4 } } } });
  const plan = await shop.plan(release({ min: 2, max: 8 }));
  shop.sandbox.autoscaling.put('shop/api', { min: 1, max: 20 });
  const report = await shop.apply(plan);
  expect(report.steps.at(-1)?.error).toMatchObject({ code: 'SCALE_MOVED', category: 'refused' });
  expect(registered(shop)).toEqual([]);
  // What was rolled out stays: the release is not at fault.
  expect(shop.sandbox.ecs.service('shop/api')).toMatchObject({ taskDefinition: expect.stringContaining('api:2') });
});

test.each<[JsonObject, string]>([
  [{ min: 4 }, 'it needs min and max'],
  [{ min: 6, max: 2 }, 'min 6 is above max 2'],
  [{ min: -1, max: 2 }, '-1 is no number of tasks'],
  [{ min: 1, max: 2, suspended: 'maybe' }, '"maybe" is neither true nor false'],
  [{ min: 1, max: 2, suspended: { sideways: true } }, 'expected in, out or scheduled'],
])('%j is refused', async (autoscaling, message) => {
  await using shop = await startShop();
  await expect(shop.plan(release(autoscaling))).rejects.toThrow(message);
});
