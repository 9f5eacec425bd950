import { interrupted, type Plan, type Report } from '@funade/core';
import { expect, test } from 'vitest';
import { deploy, errorOf, onceRolling, progress, warnings } from './deploy.ts';
import { registerOther } from './rivals.ts';
import { imageReference, type Shop, startShop } from './shop.ts';

const brokenImage = { behaviours: [{ match: { image: '*v1.2.0*' }, becomes: 'image-missing' }] };
const stuckImage = { behaviours: [{ match: { image: '*v1.2.0*' }, becomes: 'never-starts' }] };

function breaker(rollback: boolean) {
  return { service: { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback } } } };
}

/** The revision that serves, by its short name. */
function serving(shop: Shop): string {
  return String(shop.sandbox.ecs.service('shop/api').taskDefinition).split('/').at(-1) ?? '';
}

/** Tasks of the new revision that have died so far. */
function deaths(shop: Shop): number {
  return shop.sandbox.ecs
    .tasks('shop/api')
    .filter(({ lastStatus, taskDefinitionArn }) => lastStatus === 'STOPPED' && String(taskDefinitionArn).endsWith(':2'))
    .length;
}

test('three deaths of one kind end the wait, and the old revision is brought back before ECS would', async () => {
  await using shop = await startShop({ region: brokenImage });
  const begun = shop.sandbox.clock.now();
  const { outcome, error } = await deploy(shop);
  expect([outcome, error?.code]).toEqual(['rolled-back', 'ROLLED_BACK']);
  expect(error?.message).toMatch(/ was rolled back by this run: ecs-svc\/\d+ is serving api:1 again, not api:2$/);
  expect(progress(shop)).toContainEqual(
    expect.stringMatching(/failed: 4 of its tasks stopped for the same reason; rolling back;/),
  );
  expect(serving(shop)).toBe('api:1');
  expect(shop.calls('StopServiceDeployment')).toEqual([
    { serviceDeploymentArn: expect.stringContaining('service-deployment/shop/api/'), stopType: 'ROLLBACK' },
  ]);
  expect(shop.calls('UpdateService')).toHaveLength(1);
  expect(shop.sandbox.clock.now() - begun).toBeLessThan(60_000);
});

test('deaths of different kinds do not add up', async () => {
  await using shop = await startShop({ service: { desiredCount: 1 } });
  const kinds = [1, 2, 3, 4].map((code) => ({ type: 'exits', code, afterSeconds: 0 }) as const);
  for (const becomes of kinds.toReversed())
    shop.sandbox.ecs.behave({ match: { image: '*v1.2.0*' }, becomes, times: 1 });
  const { outcome } = await deploy(shop);
  expect(outcome).toBe('succeeded');
  expect(deaths(shop)).toBe(4);
});

test('tasks that the platform takes away, or somebody stops, say nothing against the revision', async () => {
  await using shop = await startShop({ service: { desiredCount: 1 } });
  shop.sandbox.ecs.behave({
    match: { image: '*v1.2.0*' },
    becomes: { type: 'interrupted', afterSeconds: 4 },
    times: 5,
  });
  const { outcome } = await deploy(shop);
  expect(outcome).toBe('succeeded');
  expect(deaths(shop)).toBe(5);
  expect(progress(shop)).toContainEqual(expect.stringContaining('stopped: platform.interrupted'));
  expect(shop.calls('StopServiceDeployment')).toEqual([]);
});

test('a container that crashes later than the circuit breaker looks is found all the same', async () => {
  await using shop = await startShop({
    ...breaker(true),
    region: {
      behaviours: [{ match: { image: '*v1.2.0*' }, becomes: { type: 'exits', code: 1, afterSeconds: 8 } }],
      timings: { settle: 3, completion: 30 },
    },
  });
  const { outcome, error } = await deploy(shop);
  expect([outcome, error?.code]).toEqual(['rolled-back', 'ROLLED_BACK']);
  expect(error?.message).toContain('was rolled back by this run: ');
  expect(error?.because[0]).toMatch(/^container\.exit: /);
});

test('what failed reaches a program as facts: cause, exit code, deployments', async () => {
  await using shop = await startShop({
    region: { behaviours: [{ match: { image: '*v1.2.0*' }, becomes: { type: 'exits', code: 137, afterSeconds: 1 } }] },
  });
  const { error } = await deploy(shop);
  expect(error?.details).toMatchObject({
    cluster: 'shop',
    service: 'api',
    deploymentId: expect.stringMatching(/^ecs-svc\/\d+$/),
    to: { id: expect.stringMatching(/^ecs-svc\/\d+$/), taskDefinition: 'api:1' },
    by: 'us',
    stopped: {
      cause: { class: expect.stringMatching(/^container\./), container: 'sidecar', exitCode: 137 },
      count: expect.any(Number),
      task: expect.stringMatching(/^[0-9a-f]{32}$/),
      containers: expect.arrayContaining([expect.objectContaining({ name: 'app', exitCode: 137 })]),
    },
  });
});

test('fail fast can be set higher, and off', async () => {
  await using shop = await startShop({ region: brokenImage });
  await deploy(shop, { options: { wait: { failFast: 8 } } });
  expect(deaths(shop)).toBeGreaterThanOrEqual(8);
  shop.sandbox.ecs.resetBehaviours();
  await shop.sandbox.clock.advance({ minutes: 1 });
  await using patient = await startShop({ region: brokenImage });
  const { outcome } = await deploy(patient, { options: { wait: { failFast: 0, budget: '10m' } } });
  expect(outcome).toBe('timed-out');
  expect(patient.calls('StopServiceDeployment')).toEqual([]);
});

test('onFailure: stop leaves the service where it is', async () => {
  await using shop = await startShop({ region: brokenImage });
  const { outcome, error } = await deploy(shop, { options: { onFailure: 'stop' } });
  expect([outcome, error?.code]).toEqual(['failed', 'TASKS_KEEP_FAILING']);
  expect(error?.message).toMatch(
    /stopped for the same reason; it was stopped midway; ecs-svc\/\d+ is serving api:1, not api:2$/,
  );
  expect(shop.calls('StopServiceDeployment')).toEqual([expect.objectContaining({ stopType: 'ABORT' })]);
  expect(shop.calls('UpdateService')).toHaveLength(1);
});

test('onFailure: leave writes nothing', async () => {
  await using shop = await startShop({ region: brokenImage });
  const { outcome, error } = await deploy(shop, { options: { onFailure: 'leave' } });
  expect([outcome, error?.code]).toEqual(['failed', 'TASKS_KEEP_FAILING']);
  expect(error?.message).toMatch(/; ECS continues it; ecs-svc\/\d+ is serving api:1, not api:2$/);
  expect(shop.calls('StopServiceDeployment')).toEqual([]);
  expect(shop.calls('UpdateService')).toHaveLength(1);
});

test('where StopServiceDeployment is not permitted, an update rolls back, and is waited for', async () => {
  await using shop = await startShop({ region: brokenImage });
  shop.sandbox.faults.always('ecs.StopServiceDeployment', { code: 'AccessDeniedException', message: 'not for you' });
  const { outcome, error } = await deploy(shop);
  expect([outcome, error?.code]).toEqual(['rolled-back', 'ROLLED_BACK']);
  expect(shop.calls('UpdateService').map(({ taskDefinition }) => String(taskDefinition).split('/').at(-1))).toEqual([
    'api:2',
    'api:1',
  ]);
  expect(serving(shop)).toBe('api:1');
  const [primary] = shop.sandbox.ecs.service('shop/api').deployments as readonly { rolloutState: string }[];
  expect(primary?.rolloutState).toBe('COMPLETED');
});

test('a breaker that stops is left as it stops, and rolling back has to be asked for', async () => {
  const patient = { wait: { failFast: 0 } };
  await using shop = await startShop({ ...breaker(false), region: brokenImage });
  const stopped = await deploy(shop, { options: patient });
  expect([stopped.outcome, stopped.error?.code]).toEqual(['failed', 'ROLLOUT_FAILED']);
  expect(stopped.error?.message).toMatch(
    /failed \(3 failed tasks, threshold 3\); ECS has stopped it; ecs-svc\/\d+ is serving api:1, not api:2$/,
  );
  expect(shop.calls('UpdateService')).toHaveLength(1);

  await using other = await startShop({ ...breaker(false), region: brokenImage });
  const back = await deploy(other, { options: { ...patient, onFailure: 'rollback' } });
  expect([back.outcome, back.error?.code]).toEqual(['rolled-back', 'ROLLED_BACK']);
  expect(other.calls('UpdateService')).toHaveLength(2);
  expect(serving(other)).toBe('api:1');
});

test('a rollout that failed is deployed again, not taken for one that runs', async () => {
  await using shop = await startShop({ ...breaker(false), region: brokenImage });
  await deploy(shop, { options: { wait: { failFast: 0 } } });
  shop.sandbox.ecs.resetBehaviours();
  const plan = await shop.plan();
  expect(plan.notes[0]?.text).toBe('the rollout of v1.2.0 to service api failed (api:2); deployed again');
  expect((await shop.apply(plan)).outcome).toBe('succeeded');
  expect(serving(shop)).toBe('api:2');
});

test('that ours was done once says nothing of ECS rolling back to it, which fails', async () => {
  const deploymentConfiguration = {
    minimumHealthyPercent: 50,
    deploymentCircuitBreaker: { enable: true, rollback: true },
  };
  await using shop = await startShop({ service: { deploymentConfiguration } });
  expect((await deploy(shop)).outcome).toBe('succeeded');
  await registerOther(shop);
  shop.sandbox.ecs.behave({ match: { image: '*' }, becomes: 'image-missing' });
  shop.sandbox.ecs.deploy('shop/api', 'other:1');
  while (serving(shop) !== 'api:2') await shop.sandbox.clock.advance({ seconds: 1 });
  const { outcome, error } = await deploy(shop);
  expect([outcome, error?.code]).toEqual(['failed', 'ROLLOUT_FAILED']);
});

test('a rollout that another run left in progress is waited for, not taken for one that runs', async () => {
  await using shop = await startShop({ region: stuckImage });
  const first = await deploy(shop, { options: { wait: { budget: '1m' } } });
  expect(first.outcome).toBe('timed-out');
  const plan = await shop.plan({ options: { wait: { budget: '1m' } } });
  expect(plan.notes[0]?.text).toBe('service api is already rolling out v1.2.0 (api:2); waiting for it');
  expect((await shop.apply(plan)).outcome).toBe('timed-out');
  expect(shop.calls('UpdateService')).toHaveLength(1);
});

test.each<['leave' | 'rollback', string, number]>([
  ['leave', 'WATCH_INTERRUPTED', 0],
  ['rollback', 'ROLLBACK_REQUESTED', 1],
])('an interrupted run with onCancel: %s ends with %s within two seconds', async (onCancel, ...[code, stops]) => {
  await using shop = await startShop({ region: stuckImage });
  let at = 0;
  const later = (): void => {
    void shop.sandbox.clock.sleep(8_000).then(() => {
      at = shop.sandbox.clock.now();
      shop.interrupt(interrupted('SIGTERM'));
    });
  };
  const { outcome, error } = await deploy(shop, { options: { onCancel } }, onceRolling(later));
  expect([outcome, error?.code, error?.category]).toEqual(['cancelled', code, 'interrupted']);
  expect(shop.sandbox.clock.now() - at).toBeLessThanOrEqual(2_000);
  expect(shop.calls('StopServiceDeployment')).toHaveLength(stops);
  expect(shop.calls('UpdateService')).toHaveLength(1);
  expect(error?.hint).toMatch(/^`funade watch production --service api`/);
});

test('an interrupted run whose service deployment cannot be seen yet rolls back by an update', async () => {
  await using shop = await startShop({ region: stuckImage });
  const now = (): void => shop.interrupt(interrupted('SIGTERM'));
  const { error } = await deploy(shop, { options: { onCancel: 'rollback' } }, onceRolling(now));
  expect(error?.code).toBe('ROLLBACK_REQUESTED');
  expect(shop.calls('StopServiceDeployment')).toEqual([]);
  expect(shop.calls('UpdateService').map(({ taskDefinition }) => String(taskDefinition).split('/').at(-1))).toEqual([
    'api:2',
    'api:1',
  ]);
});

test.each<['leave' | 'rollback', string, number]>([
  ['leave', 'WATCH_INTERRUPTED', 1],
  ['rollback', 'ROLLBACK_REQUESTED', 2],
])(
  'a signal while UpdateService is under way lets it end, and onCancel: %s follows',
  async (onCancel, ...[code, updates]) => {
    await using shop = await startShop();
    shop.sandbox.faults.latency('ecs.UpdateService', 500);
    const plan = await shop.plan({ options: { onCancel } });
    await shop.apply(plan, (event) => {
      if (event.type !== 'step-started' || !event.step.startsWith('ecs.update-service')) return;
      void shop.sandbox.clock.sleep(300).then(() => shop.interrupt(interrupted('SIGINT')));
    });
    const error = errorOf(shop);
    expect(error?.code).toBe(code);
    expect(error?.message).toMatch(/^stopped watching api: deployment ecs-svc\/\d+ /);
    expect(shop.calls('UpdateService')).toHaveLength(updates);
  },
);

test('an interrupted run that cannot roll back in time says that the deployment goes on', async () => {
  await using shop = await startShop({ region: stuckImage });
  let at = 0;
  const { error } = await deploy(
    shop,
    { options: { onCancel: 'rollback' } },
    onceRolling(() => {
      at = shop.sandbox.clock.now();
      shop.sandbox.faults.always('ecs.DescribeServices', { delay: 60_000 });
      shop.interrupt(interrupted('SIGINT'));
    }),
  );
  expect(shop.sandbox.clock.now() - at).toBeLessThanOrEqual(2_000);
  expect(error?.code).toBe('WATCH_INTERRUPTED');
  expect(warnings(shop)).toEqual([expect.stringMatching(/^deployment ecs-svc\/\d+ of api was not rolled back: /)]);
  expect(shop.calls('StopServiceDeployment')).toEqual([]);
});

test("somebody's deployment is waited for", async () => {
  await using shop = await startShop();
  await registerOther(shop);
  shop.sandbox.ecs.deploy('shop/api', 'other:1');
  const report = await shop.apply(await shop.plan());
  expect(report.outcome).toBe('succeeded');
  expect(progress(shop)).toContainEqual(
    expect.stringMatching(/^waiting for deployment ecs-svc\/\d+ to end: 0\/2 running/),
  );
  const [ours, theirs] = shop.sandbox.ecs.serviceDeployments('shop/api');
  expect([ours?.status, theirs?.status]).toEqual(['SUCCESSFUL', 'SUCCESSFUL']);
});

test.each([
  ['fail', 'DEPLOYMENT_BUSY', 'failed'],
  ['wait', 'DEPLOYMENT_BUSY', 'failed'],
] as const)('onBusy: %s refuses a service that stays busy', async (onBusy, ...[code, category]) => {
  await using shop = await startShop();
  shop.sandbox.ecs.behave({ match: { image: '*/other:1' }, becomes: 'never-starts' });
  await registerOther(shop);
  shop.sandbox.ecs.deploy('shop/api', 'other:1');
  const plan = await shop.plan({ options: { onBusy, wait: { budget: '2m' } } });
  const begun = shop.sandbox.clock.now();
  const report = await shop.apply(plan);
  const failed = shop.events.find((event) => event.type === 'step-failed');
  const error = failed?.type === 'step-failed' ? failed.error : null;
  expect([error?.code, error?.category]).toEqual([code, category]);
  expect(report.outcome).toBe('failed');
  expect(shop.calls('UpdateService')).toEqual([]);
  const passed = (shop.sandbox.clock.now() - begun) / 1000;
  expect(passed).toBeGreaterThanOrEqual(onBusy === 'wait' ? 120 : 0);
  expect(passed).toBeLessThan(onBusy === 'wait' ? 130 : 5);
});

test('onBusy: supersede takes its place', async () => {
  await using shop = await startShop();
  shop.sandbox.ecs.behave({ match: { image: '*/other:1' }, becomes: 'never-starts' });
  await registerOther(shop);
  shop.sandbox.ecs.deploy('shop/api', 'other:1');
  const plan = await shop.plan({ options: { onBusy: 'supersede' } });
  expect((await shop.apply(plan)).outcome).toBe('succeeded');
  expect(shop.sandbox.ecs.serviceDeployments('shop/api')[1]?.status).toBe('STOPPED');
});

test('a deployment that nothing will ever end is superseded rather than waited for', async () => {
  await using shop = await startShop();
  shop.sandbox.ecs.behave({ match: { image: '*/other:1' }, becomes: 'image-missing' });
  await registerOther(shop);
  shop.sandbox.ecs.deploy('shop/api', 'other:1');
  await shop.sandbox.clock.advance({ minutes: 3 });
  const plan = await shop.plan();
  expect((await shop.apply(plan)).outcome).toBe('succeeded');
  expect(shop.events.filter(({ type }) => type === 'step-warned')).toEqual([
    expect.objectContaining({ message: expect.stringContaining('failed tasks and none running: it is superseded') }),
  ]);
});

/** The image that the container `app` of each running task was started from. */
function images(shop: Shop): readonly string[] {
  const running = shop.sandbox.ecs.tasks('shop/api').filter(({ lastStatus }) => lastStatus === 'RUNNING');
  const containers = running.flatMap((task) => task.containers as readonly { name: string; image: string }[]);
  return containers.filter(({ name }) => name === 'app').map(({ image }) => image);
}

test('of two runs at once, only the one that serves in the end reports success, and the other replaces nothing', async () => {
  await using shop = await startShop();
  const supersede = { options: { onBusy: 'supersede' } } as const;
  const plans = [await shop.plan({ tag: 'v1.2.0', ...supersede }), await shop.plan({ tag: 'v1.3.0', ...supersede })];
  const runs = [shop, shop.rival()].map((run, index) => run.apply(plans[index] as Plan));
  const outcomes = (await Promise.all(runs)).map(({ outcome }) => outcome);
  expect(outcomes.toSorted()).toEqual(['failed', 'succeeded']);
  const tag = outcomes[0] === 'succeeded' ? 'v1.2.0' : 'v1.3.0';
  expect(images(shop)).toEqual([imageReference(tag), imageReference(tag)]);
});

test('of two runs that were planned together the second replaces nothing of the first', async () => {
  await using shop = await startShop();
  const plans = [await shop.plan({ tag: 'v1.2.0' }), await shop.plan({ tag: 'v1.3.0' })];
  const rival = shop.rival();
  let second: Promise<Report> | null = null;
  const first = await shop.apply(
    plans[0] as Plan,
    onceRolling(() => {
      second = rival.apply(plans[1] as Plan);
    }),
  );
  const other = (await (second as Promise<Report> | null))?.targets[0];
  expect([first.outcome, other?.outcome, other?.error?.code]).toEqual(['succeeded', 'failed', 'SERVICE_MOVED']);
  expect(images(shop)).toEqual([imageReference('v1.2.0'), imageReference('v1.2.0')]);
  expect(shop.calls('RegisterTaskDefinition')).toHaveLength(1);
});

test('two runs of the same version share one deployment, and both report what became of it', async () => {
  await using shop = await startShop({ region: brokenImage });
  const plan = await shop.plan({ options: { onFailure: 'leave' } });
  const reports = await Promise.all([shop.apply(plan), shop.rival().apply(plan)]);
  expect(reports.map(({ outcome }) => outcome)).toEqual(['failed', 'failed']);
  expect(shop.sandbox.ecs.serviceDeployments('shop/api').length).toBeLessThanOrEqual(3);
});
