import type { JsonObject } from '@funade/core';
import { expect, test } from 'vitest';
import { deploy, once, onceRolling, progress, warnings } from './deploy.ts';
import { type Shop, type ShopOptions, startShop } from './shop.ts';

const breaker = { deploymentCircuitBreaker: { enable: true, rollback: true } };
const brokenImage = { behaviours: [{ match: { image: '*v1.2.0*' }, becomes: 'image-missing' }] };
const patient = { options: { wait: { failFast: 0 } } };

/** A service of a strategy, behind a load balancer. */
function staged(strategy: string, more: JsonObject = {}): { readonly service: JsonObject } {
  return {
    service: {
      deploymentConfiguration: { strategy, bakeTimeInMinutes: 2, ...more },
      loadBalancers: [{ targetGroupArn: 'arn:aws:elasticloadbalancing:ap-northeast-1:222222222222:targetgroup/api/1' }],
    },
  };
}

/** The service deployment of our deploy, as ECS would show it to an administrator. */
function newest(shop: Shop): JsonObject {
  return (shop.sandbox.ecs.serviceDeployments('shop/api')[0] ?? {}) as JsonObject;
}

/** Sends StopServiceDeployment as somebody else would. */
async function stopByHand(shop: Shop, stopType: 'ROLLBACK' | 'ABORT'): Promise<void> {
  const { client, sdk } = await shop.ecs();
  const serviceDeploymentArn = String(newest(shop).serviceDeploymentArn);
  await client.send(new sdk.StopServiceDeploymentCommand({ serviceDeploymentArn, stopType }));
}

/** Lets something happen once the engine sees the service deployment: some seconds into the rollout. */
function onceSeen(shop: Shop, act: () => Promise<void>): () => void {
  return () => {
    void shop.sandbox.clock.sleep(6_000).then(act);
  };
}

test.each(['BLUE_GREEN', 'LINEAR', 'CANARY'])(
  '%s is told stage by stage and is over after the bake time',
  async (strategy) => {
    const quick = {
      linearConfiguration: { stepPercent: 50, stepBakeTimeInMinutes: 1 },
      canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 1 },
    };
    await using shop = await startShop(staged(strategy, quick));
    const { outcome } = await deploy(shop);
    expect(outcome).toBe('succeeded');
    const stages = progress(shop).flatMap((message) => /^([A-Z_]+)(?: \(.*\))?: /.exec(message)?.[1] ?? []);
    expect([...new Set(stages)]).toContain('BAKE_TIME');
    const finished = Number(newest(shop).finishedAt) * 1000;
    expect(shop.sandbox.clock.now()).toBeGreaterThanOrEqual(finished);
    expect(shop.sandbox.clock.now() - finished).toBeLessThanOrEqual(5_000);
  },
);

test('a pause is told at once, with until when and the commands that end it', async () => {
  const hook = {
    targetType: 'PAUSE',
    lifecycleStages: ['PRE_SCALE_UP'],
    timeoutConfiguration: { timeoutInMinutes: 30, action: 'ROLLBACK' },
  };
  await using shop = await startShop(staged('BLUE_GREEN', { lifecycleHooks: [hook] }));
  const begun = shop.sandbox.clock.now();
  const { outcome, error } = await deploy(shop);
  expect([outcome, error?.code]).toEqual(['paused', 'ROLLOUT_PAUSED']);
  expect(error?.message).toMatch(
    /^deployment ecs-svc\/\d+ of api is waiting for approval at PRE_SCALE_UP until 2026-11-23T12:30:\d\d\.\d+Z, then rolls back \(hook \S+\)$/,
  );
  expect(error?.hint).toBe(
    '`funade continue production --service api` continues it, `funade abort production --service api` rolls it back',
  );
  expect(shop.sandbox.clock.now() - begun).toBeLessThan(20_000);
  expect(shop.calls('StopServiceDeployment')).toEqual([]);
});

test.each<[string, ShopOptions & { readonly alarm?: string }, string]>([
  [
    'by the circuit breaker',
    { service: { deploymentConfiguration: breaker }, region: brokenImage },
    "ECS's circuit breaker \\(3 failed tasks, threshold 3\\)",
  ],
  [
    'by an alarm',
    {
      service: { deploymentConfiguration: { alarms: { alarmNames: ['errors'], enable: true, rollback: true } } },
      alarm: 'errors',
    },
    'the alarm errors',
  ],
  [
    'by a hook',
    staged('BLUE_GREEN', {
      lifecycleHooks: [
        {
          hookTargetArn: 'arn:aws:lambda:ap-northeast-1:222222222222:function:smoke',
          roleArn: 'arn:aws:iam::222222222222:role/hook',
          lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'],
        },
      ],
    }),
    'a lifecycle hook',
  ],
])('a rollback %s says so', async (_, ...[given, who]) => {
  await using shop = await startShop(given);
  shop.sandbox.ecs.answerHook('arn:aws:lambda:ap-northeast-1:222222222222:function:smoke', 'FAILED');
  const { outcome, error } = await deploy(
    shop,
    patient,
    onceRolling(() => given.alarm !== undefined && shop.sandbox.ecs.setAlarm(given.alarm, 'ALARM')),
  );
  expect([outcome, error?.code]).toEqual(['rolled-back', 'ROLLED_BACK']);
  expect(error?.message).toMatch(
    new RegExp(
      `^deployment ecs-svc/\\d+ of api was rolled back by ${who}: ecs-svc/\\d+ is serving api:1 again, not api:2$`,
    ),
  );
  expect(shop.calls('UpdateService')).toHaveLength(1);
  expect(shop.calls('StopServiceDeployment')).toEqual([]);
});

test('a rollback that somebody asked for says so', async () => {
  await using shop = await startShop({
    region: { behaviours: [{ match: { image: '*v1.2.0*' }, becomes: 'never-starts' }] },
  });
  const { outcome, error } = await deploy(shop, {}, onceRolling(onceSeen(shop, () => stopByHand(shop, 'ROLLBACK'))));
  expect([outcome, error?.code]).toEqual(['rolled-back', 'ROLLED_BACK']);
  expect(error?.message).toContain('was rolled back by somebody: ');
});

test('a deployment that somebody aborts is stopped, not failed', async () => {
  await using shop = await startShop({
    region: { behaviours: [{ match: { image: '*v1.2.0*' }, becomes: 'never-starts' }] },
  });
  const { outcome, error } = await deploy(shop, {}, onceRolling(onceSeen(shop, () => stopByHand(shop, 'ABORT'))));
  expect([outcome, error?.code]).toEqual(['stopped', 'ROLLOUT_STOPPED']);
  expect(shop.calls('UpdateService')).toHaveLength(1);
});

test('a rollback that fails too is a failure', async () => {
  await using shop = await startShop({
    service: { deploymentConfiguration: breaker },
    region: { behaviours: [{ becomes: 'image-missing' }] },
  });
  const { outcome, error } = await deploy(
    shop,
    patient,
    once(/rolling back/, () => shop.sandbox.ecs.interruptTasks('shop/api')),
  );
  expect([outcome, error?.code]).toEqual(['failed', 'ROLLBACK_FAILED']);
});

test.each(['AccessDeniedException', 'UnsupportedFeatureException'])(
  '%s on service deployments leaves the verdict to DescribeServices, said once for all',
  async (code) => {
    const services = ['api', 'web', 'worker'];
    await using shop = await startShop({
      services,
      service: { deploymentConfiguration: breaker },
      region: brokenImage,
    });
    shop.sandbox.faults.always('ecs.DescribeServiceDeployments', { code, message: 'not for you' });
    const { outcome, error } = await deploy(shop, patient);
    expect([outcome, error?.code]).toEqual(['rolled-back', 'ROLLED_BACK']);
    const blind = warnings(shop).filter((message) => message.startsWith('service deployments cannot be read'));
    expect(blind).toHaveLength(1);
    expect(shop.calls('DescribeServiceDeployments').length).toBeLessThanOrEqual(3);
  },
);

test('a service deployment that shows up late is no trouble', async () => {
  await using shop = await startShop({ region: { timings: { serviceDeploymentLag: 30 } } });
  expect((await deploy(shop)).outcome).toBe('succeeded');
  expect(warnings(shop)).toEqual([]);
});

test('a service that does not name its service deployment is asked for a list of them', async () => {
  await using shop = await startShop(staged('BLUE_GREEN'));
  const [before] = shop.sandbox.ecs.serviceDeployments('shop/api');
  shop.sandbox.ecs.setTimings({ serviceDeploymentLag: 20 });
  const { outcome } = await deploy(shop);
  expect(outcome).toBe('succeeded');
  expect(shop.calls('ListServiceDeployments').length).toBeGreaterThan(0);
  const described = shop.calls('DescribeServiceDeployments').map(({ serviceDeploymentArns }) => serviceDeploymentArns);
  expect(described.at(-1)).not.toEqual([before?.serviceDeploymentArn]);
});

test('what runs is proven before success is told', async () => {
  await using shop = await startShop();
  expect((await deploy(shop)).outcome).toBe('succeeded');
  expect(shop.calls('ListTasks')).toEqual([{ cluster: 'shop', serviceName: 'api', desiredStatus: 'RUNNING' }]);
  expect(shop.calls('DescribeTasks')).toHaveLength(1);
});

test('tasks of another image are no success', async () => {
  await using shop = await startShop();
  const other = `sha256:${'e'.repeat(64)}`;
  const begun = await shop.plan();
  const tasks = (): JsonObject =>
    ({
      tasks: shop.sandbox.ecs.tasks('shop/api').map((task) => ({
        ...task,
        containers: (task.containers as readonly JsonObject[]).map((container) => ({
          ...container,
          image: 'registry.example/shop/api:v1.2.0',
          imageDigest: other,
        })),
      })),
      failures: [],
    }) as JsonObject;
  const report = await shop.apply(
    begun,
    once(/^2\/2 running/, () => {
      shop.sandbox.faults.always('ecs.DescribeTasks', { body: JSON.stringify(tasks()), status: 200 });
    }),
  );
  expect(report.outcome).toBe('failed');
  const failed = shop.events.find((event) => event.type === 'step-failed');
  expect(failed?.type === 'step-failed' ? failed.error : null).toMatchObject({
    code: 'ROLLOUT_UNPROVEN',
    message: expect.stringContaining(`runs ${other}, not sha256:`),
  });
});

test('who may not read tasks gets success with a warning', async () => {
  await using shop = await startShop();
  shop.sandbox.faults.always('ecs.ListTasks', { code: 'AccessDeniedException', message: 'no tasks for you' });
  expect((await deploy(shop)).outcome).toBe('succeeded');
  expect(warnings(shop)).toEqual([
    expect.stringMatching(/^ECS says that api is done, but which images are running could not be verified/),
  ]);
});
