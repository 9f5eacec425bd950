import { expect, test } from 'vitest';
import { deploy, errorOf, onceRolling, progress, warnings } from './deploy.ts';
import { type Shop, startShop } from './shop.ts';

const stuckImage = { behaviours: [{ match: { image: '*v1.2.0*' }, becomes: 'never-starts' }] };

/** Calls that changed something. */
function writes(shop: Shop): readonly string[] {
  return ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'].flatMap((operation) =>
    shop.calls(operation).map(() => operation),
  );
}

const oneDeploy = ['RegisterTaskDefinition', 'UpdateService'];

test('keys that expire in the middle of a wait end it at once, with the reason and one more call', async () => {
  await using shop = await startShop({ region: stuckImage });
  let since = 0;
  let calls = 0;
  const { outcome, error } = await deploy(
    shop,
    {},
    onceRolling(() => {
      since = shop.sandbox.clock.now();
      calls = shop.sandbox.requests('ecs.*').length;
      shop.sandbox.faults.always('ecs.*', { code: 'ExpiredTokenException' });
    }),
  );
  expect([outcome, error?.code]).toEqual(['failed', 'ROLLOUT_UNSEEN']);
  expect(error?.because.length).toBeGreaterThan(0);
  expect(shop.sandbox.clock.now() - since).toBeLessThanOrEqual(6_000);
  expect(shop.sandbox.requests('ecs.*').length - calls).toBeLessThanOrEqual(4);
  expect(writes(shop)).toEqual(oneDeploy);
});

test.each<[string, RegExp]>([
  ['ListTasks', /^ECS says that api is done, but which images are running could not be verified/],
  ['DescribeTasks', /^ECS says that api is done, but which images are running could not be verified/],
  ['DescribeServiceDeployments', /^service deployments cannot be read/],
])('AccessDenied on %s alone costs its part of the truth, and says so once', async (operation, said) => {
  await using shop = await startShop();
  shop.sandbox.faults.always(`ecs.${operation}`, { code: 'AccessDeniedException', message: 'not for you' });
  expect((await deploy(shop)).outcome).toBe('succeeded');
  expect(warnings(shop)).toEqual([expect.stringMatching(said)]);
  expect(shop.calls(operation).length).toBeLessThanOrEqual(1);
  expect(writes(shop)).toEqual(oneDeploy);
});

test('a storm of forty throttled calls is borne, and the verdict is the same', async () => {
  await using shop = await startShop();
  const { outcome } = await deploy(
    shop,
    {},
    onceRolling(() => {
      shop.sandbox.faults.next('ecs.*', { code: 'ThrottlingException', message: 'Rate exceeded' }, 40);
    }),
  );
  expect(outcome).toBe('succeeded');
  expect(progress(shop)).toContainEqual(
    expect.stringMatching(/^ECS does not answer; asking less often until it does: /),
  );
  expect(writes(shop)).toEqual(oneDeploy);
});

test.each<[string, Parameters<Shop['sandbox']['faults']['next']>[1]]>([
  ['server faults', { code: 'ServerException', status: 500 }],
  ['cut connections', { reset: true }],
  ['cut answers', { reset: 'after' }],
  ['a gateway in between', { body: '<html>Bad Gateway</html>', status: 502 }],
  ['half an answer', { body: '{"services":[{"serv', status: 200 }],
])('%s on every fourth call do not change the verdict', async (_, fault) => {
  await using shop = await startShop();
  const disturb = (): void => {
    shop.sandbox.faults.next('ecs.DescribeServices', fault, 3);
    shop.sandbox.faults.next('ecs.DescribeServiceDeployments', fault, 3);
    shop.sandbox.faults.next('ecs.DescribeTasks', fault, 1);
  };
  const { outcome, error } = await deploy(shop, {}, onceRolling(disturb));
  expect([outcome, error]).toEqual(['succeeded', null]);
  expect(writes(shop)).toEqual(oneDeploy);
});

test('an UpdateService whose answer is lost is not sent as a second deployment', async () => {
  await using shop = await startShop();
  shop.sandbox.faults.next('ecs.UpdateService', { reset: 'after' });
  expect((await deploy(shop)).outcome).toBe('succeeded');
  expect(shop.sandbox.ecs.serviceDeployments('shop/api')).toHaveLength(2);
});

test('answers that come late come to the same', async () => {
  await using shop = await startShop();
  shop.sandbox.faults.latency('ecs.*', 4_000);
  expect((await deploy(shop)).outcome).toBe('succeeded');
});

/** Plays answers of before again for a while, as a replica that lags behind would. */
function lagBehind(shop: Shop, times: number): () => void {
  return () => {
    const before = shop.sandbox.requests('ecs.DescribeServices')[0]?.response;
    shop.sandbox.faults.next('ecs.DescribeServices', { body: JSON.stringify(before), status: 200 }, times);
  };
}

test('a deployment that is not found for thirty seconds is waited for', async () => {
  await using shop = await startShop();
  const plan = await shop.plan();
  const begun = shop.sandbox.clock.now();
  let lagging = true;
  const report = await shop.apply(plan, (event) => {
    if (event.type === 'step-succeeded' && event.step.startsWith('ecs.update-service') && lagging) {
      lagging = false;
      lagBehind(shop, 5)();
    }
  });
  expect([report.outcome, errorOf(shop)]).toEqual(['succeeded', null]);
  expect(progress(shop)).toContainEqual(expect.stringMatching(/^the deployment is not visible yet/));
  expect((shop.sandbox.clock.now() - begun) / 1000).toBeGreaterThan(15);
});

test.each([1, 3])('%d answers of before, between two of now, are no rollback', async (times) => {
  await using shop = await startShop({ region: { timings: { start: 30 } } });
  const { outcome } = await deploy(shop, {}, onceRolling(lagBehind(shop, times)));
  expect(outcome).toBe('succeeded');
  expect(progress(shop).filter((message) => message.startsWith('rolling back'))).toEqual([]);
});

test.each([-3_600_000, 3_600_000])('a clock that is %d ms off changes nothing', async (skew) => {
  await using shop = await startShop({ skew });
  expect((await deploy(shop)).outcome).toBe('succeeded');
  const told = progress(shop).filter((message) => message.startsWith('(service api)'));
  expect(told.length).toBeGreaterThan(0);
});

test.each([-3_600_000, 3_600_000])('a clock that is set %d ms off during a rollout changes nothing', async (by) => {
  await using shop = await startShop({ region: { timings: { start: 30 } } });
  const { outcome } = await deploy(
    shop,
    {},
    onceRolling(() => shop.setClock(by)),
  );
  expect(outcome).toBe('succeeded');
  const times = shop.events.map(({ at }) => at);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(Number(times.at(-1)) - Number(times[0])).toBeLessThan(10 * 60_000);
});

test.each([-3_600_000, 3_600_000])(
  'a clock that is set %d ms off between a look and a call changes nothing',
  async (by) => {
    await using shop = await startShop();
    const plan = await shop.plan();
    const { outcome } = await shop.apply(plan, (event) => {
      if (event.type === 'step-started' && event.step.startsWith('ecs.update-service')) shop.setClock(by);
    });
    expect([outcome, errorOf(shop)]).toEqual(['succeeded', null]);
  },
);

test('of two services one fails, and the other succeeds all the same', async () => {
  await using shop = await startShop({ services: ['api', 'web'] });
  shop.sandbox.ecs.behave({ match: { service: 'web', image: '*v1.2.0*' }, becomes: 'image-missing' });
  const report = await shop.apply(await shop.plan());
  expect(report.targets.map(({ id, outcome }) => [id, outcome])).toEqual([
    ['api@production', 'succeeded'],
    ['web@production', 'rolled-back'],
  ]);
  expect(report.outcome).toBe('rolled-back');
  expect(shop.sandbox.ecs.service('shop/api').taskDefinition).toMatch(/api:2$/);
  expect(shop.sandbox.ecs.service('shop/web').taskDefinition).toMatch(/web:1$/);
});

test('a service that is deleted under us is told as such, with no further write', async () => {
  await using shop = await startShop();
  const { outcome, error } = await deploy(
    shop,
    {},
    onceRolling(() => shop.sandbox.ecs.deleteService('shop/api')),
  );
  expect([outcome, error?.code]).toEqual(['failed', 'SERVICE_DELETED']);
  expect(writes(shop)).toEqual(oneDeploy);
});

test.each([
  ['out', 6],
  ['in', 1],
  ['to nothing', 0],
] as const)('autoscaling %s during the rollout is followed', async (_, desired) => {
  await using shop = await startShop();
  const { outcome } = await deploy(
    shop,
    {},
    onceRolling(() => shop.sandbox.ecs.scale('shop/api', desired)),
  );
  expect(outcome).toBe('succeeded');
  expect(shop.sandbox.ecs.service('shop/api').desiredCount).toBe(desired);
  expect(shop.calls('UpdateService').every((body) => !('desiredCount' in body))).toBe(true);
  expect(warnings(shop).filter((message) => message.includes('nothing was verified'))).toHaveLength(
    desired === 0 ? 1 : 0,
  );
});

test('a second deploy of the same revision, in the middle, is followed to its end', async () => {
  await using shop = await startShop();
  const { outcome } = await deploy(
    shop,
    {},
    onceRolling(() => shop.sandbox.ecs.deploy('shop/api')),
  );
  expect(outcome).toBe('succeeded');
  expect(progress(shop)).toContainEqual(expect.stringMatching(/deploys the same revision and takes over$/));
  const [newest] = shop.sandbox.ecs.serviceDeployments('shop/api');
  expect(newest?.status).toBe('SUCCESSFUL');
});

test('a forced deploy of the running revision is a deployment of its own, and proven', async () => {
  await using shop = await startShop();
  await deploy(shop);
  const proofs = shop.calls('ListTasks').length;
  const { outcome } = await deploy(shop, { allow: { force: true } });
  expect(outcome).toBe('succeeded');
  expect(shop.calls('UpdateService')[1]).toEqual({
    cluster: 'shop',
    service: 'api',
    taskDefinition: expect.stringMatching(/api:2$/),
    forceNewDeployment: true,
  });
  expect(shop.calls('ListTasks').length).toBe(proofs + 1);
  expect(shop.calls('RegisterTaskDefinition')).toHaveLength(1);
});

test('a forced deploy that fails rolls back by ECS, whose revision is the same', async () => {
  await using shop = await startShop();
  await deploy(shop);
  shop.sandbox.ecs.behave({ match: { image: '*v1.2.0*' }, becomes: { type: 'exits', code: 9 } });
  const { outcome, error } = await deploy(shop, { allow: { force: true } });
  expect([outcome, error?.code]).toEqual(['rolled-back', 'ROLLED_BACK']);
  expect(error?.message).toMatch(/ was rolled back by this run: ecs-svc\/\d+ is serving api:2 again$/);
  expect(error?.because[0]).toMatch(/^container.exit/);
  expect(shop.calls('StopServiceDeployment')).toHaveLength(1);
  expect(shop.calls('UpdateService')).toHaveLength(2);
});

test('two failed services are told apart, each with its own reason', async () => {
  await using shop = await startShop({ services: ['api', 'web'] });
  shop.sandbox.ecs.behave({ match: { service: 'api', image: '*v1.2.0*' }, becomes: { type: 'exits', code: 7 } });
  shop.sandbox.ecs.behave({ match: { service: 'web', image: '*v1.2.0*' }, becomes: 'image-missing' });
  await shop.apply(await shop.plan());
  const causes = shop.events.flatMap((event) =>
    event.type === 'step-failed' ? [[event.step, event.error.because[0]?.split(':')[0]]] : [],
  );
  expect(Object.fromEntries(causes)).toEqual({
    'ecs.wait-for-rollout:api@production': 'container.exit',
    'ecs.wait-for-rollout:web@production': 'image.missing',
  });
});

test('percentages without room are found before the deploy, not after the wait', async () => {
  await using shop = await startShop({
    service: { desiredCount: 1, deploymentConfiguration: { minimumHealthyPercent: 50, maximumPercent: 150 } },
  });
  const { warnings: warned } = await shop.plan();
  expect(warned.map(({ code }) => code)).toEqual(['ROLLOUT_DEADLOCK']);
  expect(writes(shop)).toEqual([]);
});
