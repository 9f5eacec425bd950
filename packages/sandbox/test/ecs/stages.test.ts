import { expect, test } from 'vitest';
import { type Answer, api, primary, type Region, shop, startRegion, update } from './region.ts';

const targetGroupArn = 'arn:aws:elasticloadbalancing:ap-northeast-1:111111111111:targetgroup/api/0123456789abcdef';
const balanced = { loadBalancers: [{ targetGroupArn, containerName: 'app', containerPort: 80 }] };

function staged(deploymentConfiguration: object, service: object = balanced): Region {
  return startRegion({
    ...shop,
    clusters: {
      shop: {
        services: {
          api: {
            taskDefinition: 'api:1',
            desiredCount: 2,
            ...service,
            deploymentConfiguration: {
              strategy: 'BLUE_GREEN',
              bakeTimeInMinutes: 0,
              ...deploymentConfiguration,
            } as never,
          },
        },
      },
    },
  });
}

function current(region: Region): Answer {
  return region.control.serviceDeployments('shop/api')[0];
}

function at(region: Region, stage: string): number {
  return region.passUntil(() => current(region).lifecycleStage === stage, 7200);
}

function rolledBack(region: Region): Answer {
  region.passUntil(() => current(region).status === 'ROLLBACK_SUCCESSFUL', 7200);
  return current(region);
}

const stages = [
  'PRE_SCALE_UP',
  'SCALE_UP',
  'POST_SCALE_UP',
  'TEST_TRAFFIC_SHIFT',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRODUCTION_TRAFFIC_SHIFT',
  'POST_PRODUCTION_TRAFFIC_SHIFT',
  'BAKE_TIME',
  'CLEAN_UP',
];

test('7.1 blue/green goes through its stages in order', () => {
  const region = staged({ bakeTimeInMinutes: 1 });
  update(region, { taskDefinition: 'api:2' });
  const seen: string[] = [];
  region.passUntil(() => {
    const { lifecycleStage, status } = current(region);
    if (seen.at(-1) !== lifecycleStage) seen.push(lifecycleStage);
    return status === 'SUCCESSFUL';
  });
  expect(seen).toEqual(stages);
});

test('7.2 new tasks run beside all old ones until the clean-up', () => {
  const region = staged({ bakeTimeInMinutes: 1 });
  update(region, { taskDefinition: 'api:2' });
  at(region, 'BAKE_TIME');
  expect(api(region)).toMatchObject({ runningCount: 4, deployments: [{ runningCount: 2 }, { runningCount: 2 }] });
  region.passUntil(() => current(region).status === 'SUCCESSFUL');
  expect(api(region)).toMatchObject({ runningCount: 2, deployments: [{ rolloutState: 'COMPLETED' }] });
});

test('7.3 test traffic shifts first, production traffic later', () => {
  const region = staged({});
  update(region, { taskDefinition: 'api:2' });
  const weights = (): readonly number[] => {
    const { targetServiceRevision: target, sourceServiceRevisions: sources } = current(region);
    return [
      target.requestedTestTrafficWeight,
      target.requestedProductionTrafficWeight,
      sources[0].requestedProductionTrafficWeight,
    ];
  };
  at(region, 'POST_SCALE_UP');
  expect(weights()).toEqual([0, 0, 100]);
  at(region, 'POST_TEST_TRAFFIC_SHIFT');
  expect(weights()).toEqual([100, 0, 100]);
  at(region, 'POST_PRODUCTION_TRAFFIC_SHIFT');
  expect(weights()).toEqual([100, 100, 0]);
});

test('7.4 bake time takes its minutes', () => {
  const region = staged({ bakeTimeInMinutes: 5 });
  update(region, { taskDefinition: 'api:2' });
  at(region, 'BAKE_TIME');
  expect(at(region, 'CLEAN_UP')).toBeGreaterThanOrEqual(299);
});

const shifting = [
  [
    'LINEAR',
    { strategy: 'LINEAR', linearConfiguration: { stepPercent: 40, stepBakeTimeInMinutes: 2 } },
    [0, 40, 80, 100],
    240,
  ],
  [
    'CANARY',
    { strategy: 'CANARY', canaryConfiguration: { canaryPercent: 5, canaryBakeTimeInMinutes: 3 } },
    [0, 5, 100],
    180,
  ],
] as const;

test.each(shifting)('7.5 %s goes through the stages of blue/green and bakes at the end', (...[, configuration]) => {
  const region = staged({ ...configuration, bakeTimeInMinutes: 2 });
  update(region, { taskDefinition: 'api:2' });
  const seen: string[] = [];
  const since = new Map<string, number>();
  region.passUntil(() => {
    const { lifecycleStage, status } = current(region);
    if (seen.at(-1) !== lifecycleStage) {
      seen.push(lifecycleStage);
      since.set(lifecycleStage, region.now());
    }
    return status === 'SUCCESSFUL';
  }, 3600);
  expect(seen).toEqual(stages);
  expect((since.get('CLEAN_UP') ?? 0) - (since.get('BAKE_TIME') ?? 0)).toBe(120_000);
});

test.each(shifting)(
  '7.5 %s shifts production traffic in steps with a bake between them',
  (...[, configuration, weights, seconds]) => {
    const region = staged(configuration);
    update(region, { taskDefinition: 'api:2' });
    const seen: number[] = [];
    at(region, 'PRODUCTION_TRAFFIC_SHIFT');
    const took = region.passUntil(() => {
      const { lifecycleStage, targetServiceRevision } = current(region);
      const weight = targetServiceRevision.requestedProductionTrafficWeight;
      if (seen.at(-1) !== weight) seen.push(weight);
      return lifecycleStage === 'POST_PRODUCTION_TRAFFIC_SHIFT';
    });
    expect(seen).toEqual(weights);
    expect(took).toBeGreaterThanOrEqual(seconds);
    region.passUntil(() => current(region).status === 'SUCCESSFUL');
  },
);

const pause = { targetType: 'PAUSE', lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'] };

/** Deploys up to the pause; returns the service deployment and its hook. */
function paused(region: Region): { arn: string; hook: Answer } {
  update(region, { taskDefinition: 'api:2' });
  region.passUntil(() => current(region).lifecycleHookDetails?.[0]?.status === 'AWAITING_ACTION');
  const { serviceDeploymentArn, lifecycleHookDetails } = current(region);
  return { arn: serviceDeploymentArn, hook: lifecycleHookDetails[0] };
}

test('7.6 a pause waits for ContinueServiceDeployment', () => {
  const region = staged({ lifecycleHooks: [pause] });
  const { arn, hook } = paused(region);
  expect(hook).toEqual({
    hookId: expect.stringMatching(/^ecs-pause-[\w-]{43}$/),
    targetType: 'PAUSE',
    status: 'AWAITING_ACTION',
    expiresAt: expect.any(Number),
    timeoutAction: 'ROLLBACK',
  });
  expect(hook.expiresAt - region.now() / 1000).toBeGreaterThan(24 * 3600 - 2);
  region.pass(3600);
  expect(current(region)).toMatchObject({ status: 'IN_PROGRESS', lifecycleStage: 'POST_TEST_TRAFFIC_SHIFT' });
  const answer = region.call('ContinueServiceDeployment', { serviceDeploymentArn: arn, hookId: hook.hookId });
  expect(answer).toEqual({ serviceDeploymentArn: arn });
  region.passUntil(() => current(region).status === 'SUCCESSFUL', 60);
});

test('7.7 a pause can be rolled back; other hooks are refused', () => {
  const region = staged({ lifecycleHooks: [pause] });
  const before = primary(region).id;
  const { arn, hook } = paused(region);
  const next = (hookId: string, action: string) => () =>
    region.call('ContinueServiceDeployment', { serviceDeploymentArn: arn, hookId, action });
  expect(next('ecs-pause-none', 'CONTINUE')).toThrow(expect.objectContaining({ code: 'InvalidParameterException' }));
  next(hook.hookId, 'ROLLBACK')();
  expect(next(hook.hookId, 'CONTINUE')).toThrow(expect.objectContaining({ code: 'ConflictException' }));
  rolledBack(region);
  expect(primary(region).id).toBe(before);
});

test('7.8 a pause that expires rolls back or goes on', () => {
  const expiring = (action: string): Region =>
    staged({ lifecycleHooks: [{ ...pause, timeoutConfiguration: { timeoutInMinutes: 10, action } }] });
  const back = expiring('ROLLBACK');
  paused(back);
  expect(rolledBack(back).statusReason).toContain('POST_TEST_TRAFFIC_SHIFT lifecycle hook(s) failed');
  const on = expiring('CONTINUE');
  paused(on);
  on.passUntil(() => current(on).status === 'SUCCESSFUL', 700);
});

test('7.9 a Lambda hook decides', () => {
  const hookTargetArn = 'arn:aws:lambda:ap-northeast-1:111111111111:function:check';
  const region = staged({ lifecycleHooks: [{ hookTargetArn, roleArn: 'r', lifecycleStages: ['PRE_SCALE_UP'] }] });
  update(region, { taskDefinition: 'api:2' });
  region.passUntil(() => current(region).status === 'SUCCESSFUL');
  region.control.answerHook(hookTargetArn, 'FAILED');
  update(region, { taskDefinition: 'api:1' });
  expect(rolledBack(region).statusReason).toBe(
    `Service deployment rolled back because PRE_SCALE_UP lifecycle hook(s) failed. Lifecycle hook target ${hookTargetArn} returned FAILED status.`,
  );
});

test('7.10 breaker and user roll back, and the old tasks have served throughout', () => {
  for (const cause of ['breaker', 'alarm', 'user']) {
    const region = staged({
      deploymentCircuitBreaker: { enable: true, rollback: true },
      alarms: { alarmNames: ['errors'], enable: true, rollback: true },
      bakeTimeInMinutes: 10,
    });
    const before = primary(region).id;
    if (cause === 'breaker') region.control.behave({ match: { revision: 2 }, becomes: 'image-missing' });
    update(region, { taskDefinition: 'api:2' });
    if (cause !== 'breaker') at(region, 'BAKE_TIME');
    if (cause === 'alarm') {
      region.pass(300);
      region.control.setAlarm('errors', 'ALARM');
    }
    if (cause === 'user') {
      region.call('StopServiceDeployment', { serviceDeploymentArn: current(region).serviceDeploymentArn });
    }
    region.passUntil(() => {
      const serving = api(region).deployments.find((each: Answer) => each.id === before);
      expect(serving.runningCount).toBe(2);
      return current(region).status === 'ROLLBACK_SUCCESSFUL';
    });
    expect(api(region).deployments).toMatchObject([{ id: before, rolloutState: 'COMPLETED' }]);
  }
});

test('7.11 reconciliation comes first when several revisions are alive', () => {
  const region = staged({ bakeTimeInMinutes: 10 });
  update(region, { taskDefinition: 'api:2' });
  at(region, 'BAKE_TIME');
  update(region, { forceNewDeployment: true });
  expect(current(region).lifecycleStage).toBe('RECONCILE_SERVICE');
  region.passUntil(() => current(region).status === 'SUCCESSFUL', 1200);
});

test('7.12 hooks run at every stage that may have them', () => {
  const hookStages = [
    ...['PRE_SCALE_UP', 'POST_SCALE_UP', 'TEST_TRAFFIC_SHIFT', 'POST_TEST_TRAFFIC_SHIFT'],
    ...['PRE_PRODUCTION_TRAFFIC_SHIFT', 'POST_PRODUCTION_TRAFFIC_SHIFT'],
  ];
  const region = staged({ lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: hookStages }] });
  region.control.setTimings({ serviceDeploymentLag: 0 });
  update(region, { taskDefinition: 'api:2' });
  const seen: string[] = [];
  while (current(region).status !== 'SUCCESSFUL') {
    const { lifecycleStage, lifecycleHookDetails, serviceDeploymentArn, targetServiceRevision } = current(region);
    const waiting = lifecycleHookDetails?.find((hook: Answer) => hook.status === 'AWAITING_ACTION');
    if (waiting) {
      seen.push(`${lifecycleStage} ${targetServiceRevision.requestedProductionTrafficWeight}`);
      region.call('ContinueServiceDeployment', { serviceDeploymentArn, hookId: waiting.hookId });
    }
    region.pass(1);
  }
  expect(seen).toEqual([
    'PRE_SCALE_UP 0',
    'POST_SCALE_UP 0',
    'TEST_TRAFFIC_SHIFT 0',
    'POST_TEST_TRAFFIC_SHIFT 0',
    'PRODUCTION_TRAFFIC_SHIFT 0',
    'POST_PRODUCTION_TRAFFIC_SHIFT 100',
  ]);
});

test.each([
  ['LINEAR', { linearConfiguration: { stepPercent: 40, stepBakeTimeInMinutes: 1 } }, [0, 40, 80]],
  ['CANARY', { canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 1 } }, [0, 10]],
] as const)('7.13 %s has a pause before each of its steps', (strategy, configuration, weights) => {
  const lifecycleHooks = [{ targetType: 'PAUSE', lifecycleStages: ['PRE_PRODUCTION_TRAFFIC_SHIFT'] }];
  const region = staged({ strategy, ...configuration, lifecycleHooks });
  region.control.setTimings({ serviceDeploymentLag: 0 });
  update(region, { taskDefinition: 'api:2' });
  const seen: [id: string, weight: number][] = [];
  region.passUntil(() => {
    const { lifecycleHookDetails, serviceDeploymentArn, targetServiceRevision, status } = current(region);
    for (const { hookId, status: hook } of lifecycleHookDetails ?? []) {
      expect(hook).toBe('AWAITING_ACTION');
      seen.push([hookId, targetServiceRevision.requestedProductionTrafficWeight]);
      region.call('ContinueServiceDeployment', { serviceDeploymentArn, hookId });
    }
    return status === 'SUCCESSFUL';
  });
  expect(seen.map(([, weight]) => weight)).toEqual(weights);
  expect(new Set(seen.map(([id]) => id)).size).toBe(weights.length);
});

test('7.14 a stage of a day rolls back', () => {
  const region = staged({});
  region.control.behave({ match: { revision: 2 }, becomes: 'never-starts' });
  update(region, { taskDefinition: 'api:2' });
  at(region, 'SCALE_UP');
  region.pass(24 * 3600 - 60);
  expect(current(region)).toMatchObject({ status: 'IN_PROGRESS', lifecycleStage: 'SCALE_UP' });
  region.pass(120);
  expect(rolledBack(region).statusReason).toContain('SCALE_UP timed out');
});

/** The stages of a deployment and its traffic in each: test and production, of the new and of the old revision. */
function trafficOf(region: Region): readonly (readonly [stage: string, ...weights: readonly number[]])[] {
  const seen: [string, ...number[]][] = [];
  region.passUntil(() => {
    const { lifecycleStage, targetServiceRevision: target, sourceServiceRevisions, status } = current(region);
    const [source] = sourceServiceRevisions;
    const weights = [target, source].map((each) => [
      each.requestedTestTrafficWeight,
      each.requestedProductionTrafficWeight,
    ]);
    const now: [string, ...number[]] = [lifecycleStage, ...weights.flat()];
    if (JSON.stringify(seen.at(-1)) !== JSON.stringify(now)) seen.push(now);
    return status === 'SUCCESSFUL';
  }, 7200);
  return seen;
}

test('7.15 every stage and every share of the traffic says when it began', () => {
  const region = staged({ ...shifting[0][1], bakeTimeInMinutes: 1 });
  update(region, { taskDefinition: 'api:2' });
  let last = '';
  region.passUntil(() => {
    const { lifecycleStage, targetServiceRevision, updatedAt, status } = current(region);
    const now = `${lifecycleStage} ${targetServiceRevision.requestedProductionTrafficWeight}`;
    if (status === 'IN_PROGRESS' && lifecycleStage !== undefined && now !== last) {
      last = now;
      expect(region.now() - updatedAt * 1000).toBeLessThanOrEqual(1000);
    }
    return status === 'SUCCESSFUL';
  }, 7200);
});

test.each([
  ['BLUE_GREEN', {}, [0, 100]],
  ['LINEAR', shifting[0][1], [0, 40, 80, 100]],
  ['CANARY', shifting[1][1], [0, 5, 100]],
])('7.16 the traffic of %s over its stages', (strategy, configuration, shares) => {
  const region = staged({ strategy, ...configuration, bakeTimeInMinutes: 1 });
  update(region, { taskDefinition: 'api:2' });
  const before = ['PRE_SCALE_UP', 'SCALE_UP', 'POST_SCALE_UP'];
  const tests = ['TEST_TRAFFIC_SHIFT', 'POST_TEST_TRAFFIC_SHIFT'];
  const after = ['POST_PRODUCTION_TRAFFIC_SHIFT', 'BAKE_TIME', 'CLEAN_UP'];
  expect(trafficOf(region).filter(([stage]) => stage !== undefined)).toEqual([
    ...before.map((stage) => [stage, 0, 0, 0, 100]),
    ...tests.map((stage) => [stage, 100, 0, 0, 100]),
    ...shares.map((share) => ['PRODUCTION_TRAFFIC_SHIFT', 100, share, 0, 100 - share]),
    ...after.map((stage) => [stage, 100, 100, 0, 0]),
  ]);
});

test('7.17 a service that nobody reaches has stages and no weights', () => {
  const region = staged({ bakeTimeInMinutes: 1 }, {});
  update(region, { taskDefinition: 'api:2' });
  at(region, 'BAKE_TIME');
  const { targetServiceRevision: target, sourceServiceRevisions: sources } = current(region);
  expect([target, ...sources].flatMap((each) => Object.keys(each))).not.toContain('requestedProductionTrafficWeight');
});
