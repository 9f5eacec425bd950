import { interrupted } from '@funade/core';
import { expect, test } from 'vitest';
import { deploy, onceRolling, progress } from './deploy.ts';
import { startShop } from './shop.ts';

const breaker = { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } } };
const brokenImage = { behaviours: [{ match: { image: '*v1.2.0*' }, becomes: 'image-missing' }] };
const stuckImage = { behaviours: [{ match: { image: '*v1.2.0*' }, becomes: 'never-starts' }] };

test('progress tells counts as they change and each service event once', async () => {
  await using shop = await startShop();
  expect((await deploy(shop)).outcome).toBe('succeeded');
  const told = progress(shop);
  expect(told).toContain('0/2 running; 2 old running');
  const events = told.filter((message) => message.startsWith('(service api)'));
  const states = told.filter((message) => !events.includes(message));
  expect(states.at(-1)).toBe('2/2 running');
  expect(new Set(states).size).toBe(states.length);
  expect(events.length).toBeGreaterThan(0);
  expect(new Set(events).size).toBe(events.length);
});

test('a healthy service on the old deployment is not success', async () => {
  await using shop = await startShop({ service: breaker, region: brokenImage });
  const { outcome, error } = await deploy(shop, { options: { wait: { failFast: 0 } } });
  expect(outcome).toBe('rolled-back');
  expect(error?.code).toBe('ROLLED_BACK');
  expect(error?.message).toMatch(
    /^deployment ecs-svc\/\d+ of api was rolled back by ECS's circuit breaker \(3 failed tasks, threshold 3\): ecs-svc\/\d+ is serving api:1 again, not api:2$/,
  );
});

test('a circuit breaker without rollback is a failure, told when ECS gives up', async () => {
  const deploymentCircuitBreaker = { enable: true, rollback: false };
  await using shop = await startShop({
    service: { deploymentConfiguration: { deploymentCircuitBreaker } },
    region: brokenImage,
  });
  const { outcome, error } = await deploy(shop, { options: { wait: { failFast: 0 } } });
  expect([outcome, error?.code]).toEqual(['failed', 'ROLLOUT_FAILED']);
});

test("somebody else's deployment supersedes ours", async () => {
  await using shop = await startShop();
  const { outcome, error } = await deploy(
    shop,
    {},
    onceRolling(() => shop.sandbox.ecs.deploy('shop/api', 'api:1')),
  );
  expect([outcome, error?.code]).toEqual(['superseded', 'SUPERSEDED']);
});

test('a newer deployment of the same revision is followed', async () => {
  await using shop = await startShop();
  const { outcome } = await deploy(
    shop,
    {},
    onceRolling(() => shop.sandbox.ecs.deploy('shop/api')),
  );
  expect(outcome).toBe('succeeded');
  expect(progress(shop)).toContainEqual(
    expect.stringMatching(/^ecs-svc\/\d+ deploys the same revision and takes over$/),
  );
});

test('once a newer deployment took over, the service deployment of before is not asked for again', async () => {
  await using shop = await startShop({ region: { timings: { start: 60 } } });
  const asked = (): readonly string[] =>
    shop.calls('DescribeServiceDeployments').map((body) => JSON.stringify(body.serviceDeploymentArns));
  const plan = await shop.plan();
  let taken: number | null = null;
  await shop.apply(plan, (event) => {
    if (event.type !== 'step-progress') return;
    if (taken === null && asked().length >= 2) {
      shop.sandbox.ecs.deploy('shop/api');
      taken = -1;
    }
    if (event.message.endsWith('takes over')) taken = asked().length;
  });
  const [newest, before] = shop.sandbox.ecs
    .serviceDeployments('shop/api')
    .map(({ serviceDeploymentArn }) => JSON.stringify([serviceDeploymentArn]));
  expect(asked().slice(0, Number(taken))).toContain(before);
  expect(asked().slice(Number(taken))).toContain(newest);
  expect(asked().slice(Number(taken))).not.toContain(before);
});

test('a service with as many deployments as ECS accepts is told as such', async () => {
  await using shop = await startShop();
  const message = '5 active deployments exist, unable to create new deployment.';
  shop.sandbox.faults.always('ecs.UpdateService', { code: 'InvalidParameterException', message });
  const { outcome, error } = await deploy(shop);
  expect([outcome, error?.code]).toEqual(['failed', 'DEPLOYMENT_LIMIT']);
});

test('a service deleted under us ends the wait', async () => {
  await using shop = await startShop();
  const { outcome, error } = await deploy(
    shop,
    {},
    onceRolling(() => shop.sandbox.ecs.deleteService('shop/api')),
  );
  expect([outcome, error?.code]).toEqual(['failed', 'SERVICE_DELETED']);
});

test.each([
  '{}',
  '{"services":[],"failures":[]}',
  '{"services":[],"failures":[{"arn":"arn:aws:ecs:eu-west-1:1:service/shop/api","reason":"ACCESS"}]}',
])('an answer without the service that does not call it missing is no deletion: %s', async (body) => {
  await using shop = await startShop();
  const { outcome } = await deploy(
    shop,
    {},
    onceRolling(() => {
      for (let look = 0; look < 3; look += 1) shop.sandbox.faults.next('ecs.DescribeServices', { body, status: 200 });
    }),
  );
  expect(outcome).toBe('succeeded');
});

test('scaling during the rollout does not disturb the wait', async () => {
  await using shop = await startShop();
  const { outcome } = await deploy(
    shop,
    {},
    onceRolling(() => shop.sandbox.ecs.scale('shop/api', 4)),
  );
  expect(outcome).toBe('succeeded');
});

test('the order of the deployments in the answer does not matter', async () => {
  await using shop = await startShop({ region: { activeDeploymentsFirst: true } });
  expect((await deploy(shop)).outcome).toBe('succeeded');
});

test('no task wanted is success with a warning that nothing was proven', async () => {
  await using shop = await startShop({ service: { desiredCount: 0 } });
  expect((await deploy(shop)).outcome).toBe('succeeded');
  expect(shop.events.flatMap((event) => (event.type === 'step-warned' ? [event.message] : []))).toEqual([
    'service api has a desired count of 0: nothing was verified as healthy',
  ]);
});

test('the budget is wall time, and its end says what is pending', async () => {
  await using shop = await startShop({ region: stuckImage });
  const plan = await shop.plan({ options: { wait: { budget: '5m' } } });
  const begun = shop.sandbox.clock.now();
  const report = await shop.apply(plan);
  expect(report.outcome).toBe('timed-out');
  const passed = (shop.sandbox.clock.now() - begun) / 1000;
  expect(passed).toBeGreaterThanOrEqual(300);
  expect(passed).toBeLessThan(305);
  const failed = shop.events.find((event) => event.type === 'step-failed');
  expect(failed).toMatchObject({
    error: {
      code: 'ROLLOUT_TIMED_OUT',
      message: expect.stringMatching(/is not done after 5m: 0\/2 running, 2 starting; 2 old running$/),
    },
  });
});

test('an answer from before the update is not taken for a rollback', async () => {
  await using shop = await startShop();
  const { outcome } = await deploy(
    shop,
    {},
    onceRolling(() => {
      const before = shop.sandbox.requests('ecs.DescribeServices')[0]?.response;
      shop.sandbox.faults.next('ecs.DescribeServices', { body: JSON.stringify(before), status: 200 });
    }),
  );
  expect(outcome).toBe('succeeded');
  const stale = shop.sandbox.requests('ecs.DescribeServices').filter(({ response }) => response === null);
  expect(stale).toHaveLength(1);
});

test.each([
  ['throttling', { code: 'ThrottlingException' }],
  ['a server fault', { code: 'ServerException', status: 500 }],
  ['a cut connection', { reset: true }],
  ['an answer that is none', { body: '<html>Bad Gateway</html>', status: 502 }],
] as const)('%s beyond the retries of a call does not end the wait', async (_, fault) => {
  await using shop = await startShop();
  const { outcome } = await deploy(
    shop,
    {},
    onceRolling(() => shop.sandbox.faults.next('ecs.DescribeServices', fault, 12)),
  );
  expect(outcome).toBe('succeeded');
  expect(progress(shop).filter((message) => message.startsWith('ECS does not answer')).length).toBeGreaterThan(0);
});

test.each([
  ['ThrottlingException', 400],
  ['ServerException', 500],
])('minutes of %s inside the budget are no failure, and ECS is asked less often meanwhile', async (code, status) => {
  await using shop = await startShop();
  let silentSince = 0;
  const { outcome } = await deploy(
    shop,
    {},
    onceRolling(() => {
      silentSince = shop.sandbox.clock.now();
      for (const operation of ['DescribeServices', 'DescribeServiceDeployments'] as const) {
        shop.sandbox.faults.always(`ecs.${operation}`, { code, status });
      }
      void shop.sandbox.clock.sleep(300_000).then(() => shop.sandbox.faults.clear());
    }),
  );
  expect(outcome).toBe('succeeded');
  expect(progress(shop).filter((message) => message.startsWith('ECS does not answer'))).toHaveLength(1);
  expect(progress(shop)).toContain('ECS answers again');
  const asked = shop.sandbox
    .requests('ecs.DescribeServices')
    .filter(({ at }) => at > silentSince + 60_000 && at < silentSince + 300_000);
  expect(asked.length).toBeLessThan(60);
  expect(shop.sandbox.clock.now() - silentSince).toBeLessThan(340_000);
});

test('silence until the budget is over ends the wait as timed out', async () => {
  await using shop = await startShop();
  const { outcome, error } = await deploy(
    shop,
    { options: { wait: { budget: '10m' } } },
    onceRolling(() => shop.sandbox.faults.always('ecs.DescribeServices', { code: 'ServerException', status: 500 })),
  );
  expect([outcome, error?.code]).toEqual(['timed-out', 'ROLLOUT_TIMED_OUT']);
  expect(error?.message).toContain('is not done after 10m: ECS does not answer');
});

/** Ours and the one that it replaces, as they were last seen. */
const seenDeployments = expect.arrayContaining([
  expect.objectContaining({ status: 'PRIMARY', taskDefinition: 'api:2', desired: expect.any(Number) }),
  expect.objectContaining({ status: 'ACTIVE', taskDefinition: 'api:1' }),
]);

test.each(['AccessDeniedException', 'ExpiredTokenException'])(
  '%s ends the wait at once, and says that the deployment goes on and how to keep waiting',
  async (code) => {
    await using shop = await startShop();
    let refusedAt = 0;
    const { error } = await deploy(
      shop,
      {},
      onceRolling(() => {
        refusedAt = shop.sandbox.clock.now();
        shop.sandbox.faults.always('ecs.DescribeServices', { code });
      }),
    );
    expect(error?.code).toBe('ROLLOUT_UNSEEN');
    expect(error?.message).toMatch(/^deployment ecs-svc\/\d+ of api can no longer be watched; it continues in ECS$/);
    expect(error?.hint).toMatch(/`funade watch production --service api` keeps waiting$/);
    expect(error?.details).toMatchObject({
      cause: expect.any(String),
      requested: 'api:2',
      deployments: seenDeployments,
    });
    expect(shop.sandbox.clock.now() - refusedAt).toBeLessThanOrEqual(6000);
  },
);

test('an interrupted wait says which deployment continues in ECS', async () => {
  await using shop = await startShop();
  const { outcome, error } = await deploy(
    shop,
    {},
    onceRolling(() => shop.interrupt(interrupted('SIGINT'))),
  );
  expect([outcome, error?.code]).toEqual(['cancelled', 'WATCH_INTERRUPTED']);
  expect(error?.message).toMatch(/^stopped watching api: deployment ecs-svc\/\d+ continues in ECS$/);
  expect(error?.details).toMatchObject({ requested: 'api:2', deployments: seenDeployments });
});
