import type { Json, RunEvent } from '@funade/core';
import { expect, test } from 'vitest';
import { lifecycleStages } from '../src/model/lifecycle-stage.ts';
import type { WaitUntilInput } from '../src/model/wait-until.ts';
import { deploy, progress, warnings } from './deploy.ts';
import { type Shop, type ShopOptions, startShop } from './shop.ts';

const targetGroupArn = 'arn:aws:elasticloadbalancing:ap-northeast-1:222222222222:targetgroup/api/0123456789abcdef';
const hours = 60;

/** A shop whose `api` deploys with this configuration, behind a load balancer. */
function staged(deploymentConfiguration: object, more: ShopOptions = {}): Promise<Shop> {
  return startShop({
    ...more,
    service: {
      loadBalancers: [{ targetGroupArn, containerName: 'app', containerPort: 80 }],
      deploymentConfiguration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 23 * hours, ...deploymentConfiguration },
    },
  });
}

const pause = (...lifecycleStages: readonly string[]) => ({
  lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages }],
});
const until = (point: WaitUntilInput) => ({ options: { wait: { until: point } } });

/** What the wait said that continues; null when it said nothing. */
function goesOn({ events }: Shop): string | null {
  const last = events.findLast((event) => event.type === 'step-succeeded');
  return last?.type === 'step-succeeded' ? (last.goesOn ?? null) : null;
}

/** What the steps of the last run returned, as a journal keeps it. */
function outputs({ events }: Shop): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    events.flatMap((event: RunEvent) => (event.type === 'step-succeeded' ? [[event.step, event.output]] : [])),
  );
}

test('bake-time: the deploy returns as soon as it bakes instead of 23 hours later', async () => {
  await using shop = await staged({});
  const begun = shop.sandbox.clock.now();
  const plan = await shop.plan(until('bake-time'));
  const wait = plan.steps.find(({ kind }) => kind === 'ecs.wait-for-rollout');
  expect(wait?.title).toBe(
    'wait for api (until it is at BAKE_TIME, up to 20m, with 5m of deregistration delay, which is assumed; rolled back when it fails)',
  );
  const report = await shop.apply(plan);
  expect(report.outcome).toBe('in-progress');
  expect(report.targets[0]).toMatchObject({ outcome: 'in-progress', failedStep: null, error: null });
  expect(report.targets[0]?.goesOn).toMatch(
    /^deployment ecs-svc\/\d+ of api is at BAKE_TIME, probably until 2026-11-24 11:\d\d UTC, and continues in ECS; `funade watch production --service api` waits for its end, `funade abort production --service api` rolls it back$/,
  );
  expect(shop.sandbox.clock.now() - begun).toBeLessThan(15 * 60_000);
  await shop.sandbox.clock.advance({ seconds: 21 * 3600 });
  const looked = shop.sandbox.requests('ecs.*').length;
  expect((await shop.operate('watch')).report.outcome).toBe('succeeded');
  expect(shop.sandbox.clock.now() - begun).toBeGreaterThan(23 * hours * 60_000);
  // A few calls a minute instead of twenty: nothing but time is waited for.
  expect(shop.sandbox.requests('ecs.*').length - looked).toBeLessThan(2 * hours * 4);
});

const passed = lifecycleStages.filter(
  (stage) => !['RECONCILE_SERVICE', 'PRE_PRODUCTION_TRAFFIC_SHIFT'].includes(stage),
);

test.each(passed)('%s: the deploy returns at that stage, and watch gives the verdict', async (stage) => {
  await using shop = await staged({ bakeTimeInMinutes: 5 });
  expect((await deploy(shop, until(stage))).outcome).toBe('in-progress');
  // A stage may pass between two looks: then it is a later one.
  const seen = /is at ([A-Z_]+)/.exec(goesOn(shop) ?? '')?.[1] ?? '';
  expect(lifecycleStages.slice(lifecycleStages.indexOf(stage))).toContain(seen);
  const { report } = await shop.operate('watch', outputs(shop));
  expect(report.outcome).toBe('succeeded');
});

test('a stage that ECS does not pass is left behind with the next one', async () => {
  await using shop = await staged({ bakeTimeInMinutes: 5 });
  expect((await deploy(shop, until('RECONCILE_SERVICE'))).outcome).toBe('in-progress');
  expect(goesOn(shop)).toMatch(/ is at [A-Z_]*(SCALE_UP|TEST_TRAFFIC_SHIFT)/);
});

test.each([
  ['LINEAR', { linearConfiguration: { stepPercent: 40, stepBakeTimeInMinutes: 6 } }, 'traffic 40% new'],
  ['CANARY', { canaryConfiguration: { canaryPercent: 5, canaryBakeTimeInMinutes: 10 } }, 'traffic 5% new'],
] as const)('%s: traffic and the time until the next share are told', async (strategy, configuration, told) => {
  await using shop = await staged({ strategy, ...configuration, bakeTimeInMinutes: 30 });
  expect((await deploy(shop, until('bake-time'))).outcome).toBe('in-progress');
  expect(progress(shop).join('\n')).toContain(`PRODUCTION_TRAFFIC_SHIFT (${told}): 2/2 running`);
  const data = shop.events.flatMap((event) => (event.type === 'step-progress' ? [event.data] : []));
  expect(data).toContainEqual(
    expect.objectContaining({
      stage: 'PRODUCTION_TRAFFIC_SHIFT',
      traffic: { production: expect.any(Number), test: 100 },
      stageUntil: expect.any(Number),
    }),
  );
});

test('started: nothing is waited for', async () => {
  await using shop = await staged({});
  const plan = await shop.plan(until('started'));
  expect(plan.steps.at(-1)?.title).toBe('wait for api (only until ECS has started it)');
  const report = await shop.apply(plan);
  expect(report.outcome).toBe('in-progress');
  expect(goesOn(shop)).toMatch(/^deployment ecs-svc\/\d+ of api was started and continues in ECS; /);
  expect(shop.calls('DescribeServiceDeployments')).toEqual([]);
});

test('started: a rolling deployment too, and watch gives the verdict by the journal or without it', async () => {
  const breaker = { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } } };
  const behaviours = [{ match: { image: '*v1.2.0*' }, becomes: 'image-missing' }];
  await using shop = await startShop({ service: breaker, region: { behaviours } });
  expect((await deploy(shop, until('started'))).outcome).toBe('in-progress');
  const journal = outputs(shop);
  // Long after it has ended.
  await shop.sandbox.clock.advance({ seconds: 3600 });
  expect((await shop.operate('watch', journal)).report.outcome).toBe('rolled-back');
  const { plan, report } = await shop.operate('watch');
  expect(plan.notes[0]?.text).toMatch(/^its last deployment ecs-svc\/\d+ was rolled back by ECS's circuit breaker/);
  expect(report.outcome).toBe('rolled-back');
  expect(shop.calls('UpdateService').length).toBe(1);
});

test('a stage of a rolling deployment: it is waited for until it is steady, and the plan says so', async () => {
  await using shop = await startShop();
  const plan = await shop.plan(until('BAKE_TIME'));
  expect(plan.notes.map(({ text }) => text)).toContain(
    'service api deploys by rolling update, which has no stage BAKE_TIME: it is waited for until it is steady',
  );
  expect((await shop.apply(plan)).outcome).toBe('succeeded');
});

test('what fails before the stage is a failure as ever', async () => {
  const behaviours = [{ match: { image: '*v1.2.0*' }, becomes: 'image-missing' }];
  await using shop = await staged({}, { region: { behaviours } });
  const { outcome, error } = await deploy(shop, until('bake-time'));
  expect([outcome, error?.code]).toEqual(['rolled-back', 'ROLLED_BACK']);
});

test('what an alarm rolls back after the stage is for watch to tell, with the exit of a deploy', async () => {
  const alarms = { alarmNames: ['errors'], enable: true, rollback: true };
  await using shop = await staged({ alarms });
  expect((await deploy(shop, until('bake-time'))).outcome).toBe('in-progress');
  shop.sandbox.ecs.setAlarm('errors', 'ALARM');
  expect((await shop.operate('watch')).report.outcome).toBe('rolled-back');
});

test('a pause before the stage pauses the deploy', async () => {
  await using shop = await staged(pause('POST_TEST_TRAFFIC_SHIFT'));
  expect((await deploy(shop, until('bake-time'))).outcome).toBe('paused');
});

test('paused: the deploy returns at the pause, continue goes to the next one and then to the stage', async () => {
  await using shop = await staged(pause('POST_TEST_TRAFFIC_SHIFT', 'POST_PRODUCTION_TRAFFIC_SHIFT'));
  expect((await deploy(shop, until('paused'))).outcome).toBe('in-progress');
  expect(goesOn(shop)).toMatch(
    /is waiting for approval at POST_TEST_TRAFFIC_SHIFT until 2026-11-24 \d\d:\d\d UTC, then rolls back \(hook [\w-]+\); `funade continue production --service api` continues it, `funade abort production --service api` rolls it back$/,
  );
  expect((await shop.status())[0]).toMatchObject({ state: 'paused' });
  expect((await shop.operate('continue', {}, { until: 'paused' })).report.outcome).toBe('in-progress');
  expect(goesOn(shop)).toContain('is waiting for approval at POST_PRODUCTION_TRAFFIC_SHIFT');
  expect((await shop.operate('continue', {}, { until: 'bake-time' })).report.outcome).toBe('in-progress');
  expect(goesOn(shop)).toContain('is at BAKE_TIME');
  expect((await shop.operate('abort')).report.outcome).toBe('rolled-back');
});

test('a stage that is not there is told before anything is read', async () => {
  await using shop = await startShop();
  const { request, plugins, context } = await shop.rollbackOf();
  const { createPlan } = await import('@funade/core');
  const reading = createPlan({ ...request, until: 'bake-tine' }, plugins, context);
  await expect(reading).rejects.toMatchObject({
    code: 'WAIT_UNTIL_UNKNOWN',
    hint: 'did you mean --wait-until bake-time?',
  });
  expect(shop.calls('DescribeServices')).toEqual([]);
});

test.each([
  ['started', 0],
  ['test-traffic-shift', 0],
  ['bake-time', 1],
] as const)('until %s a task after the rollout is run %d times', async (point, runs) => {
  const behaviours = [{ match: { startedBy: 'funade/*' }, becomes: { type: 'exits', code: 0, afterSeconds: 3 } }];
  await using shop = await staged({}, { region: { behaviours } });
  const tasks = { warm: { when: 'after', command: ['warm'] } } as const;
  const { outcome } = await deploy(shop, { options: { wait: { until: point }, tasks } });
  expect([outcome, shop.calls('RunTask').length]).toEqual(['in-progress', runs]);
  const left = warnings(shop).filter((message) => message.startsWith('left out, because the rollout is still'));
  expect(left).toHaveLength(1 - runs);
});

test('where stages may not be seen the wait warns and goes to the end', async () => {
  await using shop = await staged({ bakeTimeInMinutes: 1 });
  shop.sandbox.faults.always('ecs.DescribeServiceDeployments', { code: 'AccessDeniedException' });
  shop.sandbox.faults.always('ecs.ListServiceDeployments', { code: 'AccessDeniedException' });
  expect((await deploy(shop, until('bake-time'))).outcome).toBe('succeeded');
  expect(warnings(shop).join()).toContain('service deployments cannot be read');
});
