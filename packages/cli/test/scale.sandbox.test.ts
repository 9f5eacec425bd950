import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { main } from '../src/main.ts';
import { type Shop, startShop } from './shop.ts';

/** Durations and numbers differ. */
function settled(text: string): string {
  return text.replaceAll(/took [^\n;]+/g, 'took TIME').replaceAll(/\d+ (ms|s|min)\b/g, 'TIME');
}

function counts(shop: Shop, service: string) {
  const { desiredCount, runningCount } = shop.sandbox.ecs.service(`shop-staging/${service}`);
  return [desiredCount, runningCount];
}

test('scale --quiet shows only how it ended', async () => {
  await using shop = await startShop();
  const { code, out } = await shop.funade('scale staging api=4 --quiet');
  expect([code, out]).toEqual([0, expect.not.stringContaining('desiredCount')]);
});

test('scale sets the desired count, shown as a plan, and waits until the tasks run', async () => {
  await using shop = await startShop();
  const plan = await shop.funade('scale staging api=4 web=0 worker=2 --dry-run');
  expect([plan.code, plan.err]).toEqual([0, '']);
  expect(plan.out).toMatchInlineSnapshot(`
    "api@staging
      scale service api to 4 tasks
        ~ desiredCount: 2 → 4
      wait for api (up to 15m)

    worker@staging
      it is to run 2 tasks already

    web@staging
      scale service web to 0 tasks
        ~ desiredCount: 2 → 0
      wait for web (up to 15m)
    "
  `);
  expect(shop.writes()).toEqual([]);
  const json = JSON.parse((await shop.funade('scale staging api=4 --dry-run --json')).out);
  expect(json.steps.map(({ id }: { id: string }) => id)).toEqual([
    'aws.assume-role:staging',
    'ecs.set-desired-count:api@staging',
    'ecs.wait-for-count:api@staging',
  ]);

  const { code, out } = await shop.funade('scale staging api=4 web=0 worker=2');
  expect([code, counts(shop, 'api'), counts(shop, 'web'), counts(shop, 'worker')]).toEqual([0, [4, 4], [0, 0], [2, 2]]);
  expect(settled(out)).toMatchInlineSnapshot(`
    "api@staging
      scale service api to 4 tasks
        ~ desiredCount: 2 → 4
      wait for api (up to 15m)

    worker@staging
      it is to run 2 tasks already

    web@staging
      scale service web to 0 tasks
        ~ desiredCount: 2 → 0
      wait for web (up to 15m)

    ✔ api@staging     succeeded    TIME
    = worker@staging  unchanged
    ✔ web@staging     succeeded    TIME
    staging: 2 succeeded, 1 unchanged in TIME
    "
  `);
  const bodies = shop.sandbox.requests('ecs.UpdateService').map(({ body }) => body);
  expect(bodies).toEqual([
    { cluster: 'shop-staging', service: 'api', desiredCount: 4 },
    { cluster: 'shop-staging', service: 'web', desiredCount: 0 },
  ]);
  const again = await shop.funade('scale staging api=4 --json');
  expect([again.code, JSON.parse(again.out).outcome]).toEqual([0, 'unchanged']);
  expect(shop.sandbox.requests('ecs.UpdateService')).toHaveLength(2);
});

test('where Application Auto Scaling scales a service, its limits are changed, and it is suspended and resumed', async () => {
  await using shop = await startShop();
  shop.sandbox.autoscaling.put('shop-staging/api', { min: 1, max: 3 });
  const refused = await shop.funade('scale staging api=5');
  expect([refused.code, refused.err]).toMatchInlineSnapshot(`
    [
      8,
      "error: api@staging is scaled by Application Auto Scaling (1 to 3), which would change the count again (SERVICE_AUTOSCALED)
      hint: change its limits: funade scale staging api=5..5 runs at least 5, funade scale staging api=1..5 allows 5; or suspend it first: funade scale staging api=suspend
      more: funade explain SERVICE_AUTOSCALED
    ",
    ]
  `);
  const range = await shop.funade('scale staging api=4..6');
  expect([range.code, counts(shop, 'api')]).toEqual([0, [4, 4]]);
  expect(settled(range.out)).toMatchInlineSnapshot(`
    "api@staging
      change the scaling of service api
        ~ autoscaling.min: 1 → 4
        ~ autoscaling.max: 3 → 6
      wait for api (up to 15m)
      warning: it is to run 2 tasks, and will be drawn to 4

    ✔ api@staging  succeeded    TIME
    staging: 1 succeeded in TIME
    "
  `);
  const bodies = (): unknown[] =>
    shop.sandbox.requests('application-autoscaling.RegisterScalableTarget').map(({ body }) => body);
  const target = {
    ServiceNamespace: 'ecs',
    ResourceId: 'service/shop-staging/api',
    ScalableDimension: 'ecs:service:DesiredCount',
  };
  expect(bodies()).toEqual([{ ...target, MinCapacity: 4, MaxCapacity: 6 }]);

  const suspended = await shop.funade('scale staging api=suspend');
  expect([suspended.code, settled(suspended.out)]).toMatchInlineSnapshot(`
    [
      0,
      "api@staging
      change the scaling of service api
        ~ autoscaling.suspended.in: false → true
        ~ autoscaling.suspended.out: false → true
        ~ autoscaling.suspended.scheduled: false → true
      wait for api (up to 15m)

    ✔ api@staging  succeeded    TIME
    staging: 1 succeeded in TIME
    ",
    ]
  `);
  const all = { DynamicScalingInSuspended: true, DynamicScalingOutSuspended: true, ScheduledScalingSuspended: true };
  expect(bodies().at(-1)).toEqual({ ...target, SuspendedState: all });
  // Nobody else scales it now.
  const counted = await shop.funade('scale staging api=1');
  expect([counted.code, counts(shop, 'api')]).toEqual([0, [1, 1]]);
  expect(counted.out).toContain('warning: 1 is not between 4 and 6');
  const resumed = await shop.funade('scale staging api=resume');
  expect([resumed.code, counts(shop, 'api')]).toEqual([0, [4, 4]]);
  expect(resumed.out).toContain('it is to run 1 tasks, and will be drawn to 4');
});

test('what cannot be scaled is refused, with what can be typed instead', async () => {
  await using shop = await startShop();
  const range = await shop.funade('scale staging api=1..3');
  expect([range.code, range.err]).toMatchInlineSnapshot(`
    [
      8,
      "error: api@staging is not scaled by Application Auto Scaling (SERVICE_NOT_AUTOSCALED)
      hint: set its count: funade scale staging api=2; or write settings: { autoscaling: { min, max } } under ecs, and deploy
      more: funade explain SERVICE_NOT_AUTOSCALED
    ",
    ]
  `);
  const typo = await shop.funade('scale staging wroker=1');
  expect([typo.code, typo.err]).toEqual([2, expect.stringContaining('did you mean "worker"?')]);
  const nothing = await shop.funade('scale staging api');
  expect([nothing.code, nothing.err]).toMatchInlineSnapshot(`
    [
      2,
      "error: "api" does not say what is scaled (USAGE)
      hint: write <service>=<tasks>, such as api=4, api=2..6 (where Application Auto Scaling scales it), api=suspend or api=resume
    ",
    ]
  `);
  shop.sandbox.ecs.deleteService('shop-staging/web');
  const gone = await shop.funade('scale staging web=1');
  expect([gone.code, gone.err]).toMatchInlineSnapshot(`
    [
      8,
      "error: web@staging cannot be scaled: there is no such service (SCALE_NOT_POSSIBLE)
      hint: see: funade status staging --service web
      more: funade explain SCALE_NOT_POSSIBLE
    ",
    ]
  `);
  shop.sandbox.faults.always('application-autoscaling.DescribeScalableTargets', { code: 'AccessDeniedException' });
  const unknown = await shop.funade('scale staging api=3');
  expect([unknown.code, unknown.out]).toEqual([
    0,
    expect.stringContaining('application-autoscaling:DescribeScalableTargets'),
  ]);
});

test('what somebody else changed after the plan is not overwritten', async () => {
  await using shop = await startShop();
  const { io, err } = shop.io();
  let looks = 0;
  const ended = main('scale staging api=4'.split(' '), {
    ...io,
    stdout: {
      ...io.stdout,
      write: (text) => {
        if (text.includes('desiredCount') && looks++ === 0) shop.sandbox.ecs.scale('shop-staging/api', 7);
        io.stdout.write(text);
      },
    },
  });
  expect(await ended).toBe(8);
  expect(counts(shop, 'api')[0]).toBe(7);
  expect(err()).toContain('SCALE_MOVED');
});

test('a count that is not reached in time, and one that somebody changes meanwhile, have their own exit codes', async () => {
  await using shop = await startShop();
  shop.sandbox.ecs.behave({ match: { service: 'api' }, becomes: 'image-missing' });
  const late = await shop.funade('scale staging api=3');
  expect(late.code).toBe(6);
  expect(late.out + late.err).toContain('COUNT_NOT_REACHED');
  shop.sandbox.ecs.behave({ match: { service: 'web' }, becomes: 'never-starts' });
  const { io } = shop.io();
  const ended = main('scale staging web=4'.split(' '), io);
  while (shop.sandbox.requests('ecs.UpdateService').length < 2) await setImmediate();
  shop.sandbox.ecs.scale('shop-staging/web', 9);
  expect(await ended).toBe(4);
});
