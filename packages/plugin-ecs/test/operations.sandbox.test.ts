import type { StepContext } from '@funade/core';
import { expect, test } from 'vitest';
import { continueServiceDeployment } from '../src/steps/continue-service-deployment.ts';
import { imageReference, type Shop, type ShopOptions, startShop } from './shop.ts';

const breaker = { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } } };
const becomes = (what: string) => ({ behaviours: [{ match: { image: '*v1.2.0*' }, becomes: what }] });
const pausing = {
  deploymentConfiguration: {
    strategy: 'BLUE_GREEN',
    bakeTimeInMinutes: 0,
    lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'] }],
  },
};

/** Somebody deploys v1.2.0 to `api` and goes away. */
async function deployed(options: ShopOptions = {}): Promise<Shop> {
  const shop = await startShop(options);
  const { client, sdk } = await shop.ecs();
  const { taskDefinition } = await client.send(new sdk.DescribeTaskDefinitionCommand({ taskDefinition: 'api:1' }));
  const containerDefinitions = (taskDefinition?.containerDefinitions ?? []).map((container) =>
    container.name === 'app' ? { ...container, image: imageReference('v1.2.0') } : container,
  );
  const { family, cpu, memory, networkMode } = taskDefinition ?? {};
  const register = { family, cpu, memory, networkMode, containerDefinitions };
  await client.send(new sdk.RegisterTaskDefinitionCommand(register));
  await client.send(new sdk.UpdateServiceCommand({ cluster: 'shop', service: 'api', taskDefinition: 'api:2' }));
  return shop;
}

const failure = ({ events }: Shop) => {
  const failed = events.find((event) => event.type === 'step-failed');
  return failed?.type === 'step-failed' ? failed.error : null;
};

/** What a step of the shop's engine is given. */
function contextIn({ context }: Shop, warn: (message: string) => void = () => {}): StepContext {
  const step = {
    id: 'ecs.x:api@production',
    kind: 'ecs.x',
    phase: 'rollout',
    targets: [],
    label: '',
    title: '',
  } as const;
  return { ...context, step, runId: 'run-1', progress() {}, output() {}, warn };
}

async function untilPaused(shop: Shop): Promise<void> {
  const { client, sdk } = await shop.ecs();
  const { services } = await client.send(new sdk.DescribeServicesCommand({ cluster: 'shop', services: ['api'] }));
  const arn = services?.[0]?.currentServiceDeployment;
  const command = new sdk.DescribeServiceDeploymentsCommand({ serviceDeploymentArns: arn === undefined ? [] : [arn] });
  const { serviceDeployments } = arn === undefined ? {} : await client.send(command);
  const hooks = serviceDeployments?.[0]?.lifecycleHookDetails ?? [];
  if (hooks.some(({ status }) => status === 'AWAITING_ACTION')) return;
  await shop.sandbox.clock.advance({ seconds: 5 });
  await untilPaused(shop);
}

test.each(['watch', 'continue', 'abort'] as const)(
  '%s has nothing to do where nothing is in progress',
  async (name) => {
    await using shop = await startShop();
    const { plan, report } = await shop.operate(name);
    expect(plan.steps).toEqual([]);
    expect(report.outcome).toBe('unchanged');
  },
);

test('watch waits for what somebody else started, and proves it', async () => {
  await using shop = await deployed();
  const { plan, report } = await shop.operate('watch');
  expect(plan.steps.map(({ id }) => id)).toEqual(['aws.assume-role:production', 'ecs.wait-for-rollout:api@production']);
  expect(plan.notes[0]?.text).toMatch(/^deployment ecs-svc\/\d+ of api:2 is in progress$/);
  expect(report.outcome).toBe('succeeded');
  expect(shop.calls('UpdateService').length).toBe(1);
  expect(shop.calls('ListTasks').length).toBeGreaterThan(0);
});

test('watch gives the verdict that deploy gives when ECS rolls back', async () => {
  await using shop = await deployed({ service: breaker, region: becomes('image-missing') });
  expect((await shop.operate('watch')).report.outcome).toBe('rolled-back');
  expect(failure(shop)?.code).toBe('ROLLED_BACK');
});

test('watch takes up a rollback that is under way', async () => {
  await using shop = await deployed({ service: breaker, region: becomes('never-starts') });
  await shop.sandbox.clock.advance({ seconds: 30 });
  const { client, sdk } = await shop.ecs();
  const { services } = await client.send(new sdk.DescribeServicesCommand({ cluster: 'shop', services: ['api'] }));
  const serviceDeploymentArn = services?.[0]?.currentServiceDeployment;
  await client.send(new sdk.StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ROLLBACK' }));
  const { plan, report } = await shop.operate('watch');
  expect(plan.notes[0]?.text).toMatch(/^deployment ecs-svc\/\d+ of api:2 is being rolled back$/);
  expect(report.outcome).toBe('rolled-back');
});

test('watch goes by services alone where service deployments may not be read', async () => {
  await using shop = await deployed();
  shop.sandbox.faults.always('ecs.DescribeServiceDeployments', { code: 'AccessDeniedException' });
  const { report } = await shop.operate('watch');
  expect(report.outcome).toBe('succeeded');
});

test('watch says how what an earlier run started has ended meanwhile', async () => {
  await using shop = await startShop({ service: breaker, region: becomes('image-missing') });
  await shop.apply(await shop.plan());
  const started = Object.fromEntries(
    shop.events.flatMap((event) => (event.type === 'step-succeeded' ? [[event.step, event.output]] : [])),
  );
  expect((await shop.operate('watch')).report.outcome).toBe('rolled-back');
  const { plan, report } = await shop.operate('watch', started);
  expect(plan.notes[0]?.text).toMatch(/was started by an earlier run$/);
  expect(report.outcome).toBe('rolled-back');
});

test('watch says how the first deployment of a service that an earlier run made has ended meanwhile', async () => {
  await using shop = await startShop({ service: breaker, region: becomes('image-missing') });
  await shop.apply(await shop.plan());
  const started = Object.fromEntries(
    shop.events.flatMap((event) =>
      event.type === 'step-succeeded' ? [[event.step.replace('update', 'create'), event.output]] : [],
    ),
  );
  expect((await shop.operate('watch', started)).report.outcome).toBe('rolled-back');
});

test('abort takes a deployment back and waits until the previous version is serving', async () => {
  await using shop = await deployed({ region: becomes('never-starts') });
  await shop.sandbox.clock.advance({ seconds: 30 });
  const { plan, report } = await shop.operate('abort');
  expect(plan.steps.map(({ kind }) => kind)).toEqual([
    'aws.assume-role',
    'ecs.stop-service-deployment',
    'ecs.wait-for-rollback',
  ]);
  expect(report.outcome).toBe('rolled-back');
  expect(failure(shop)?.message).toMatch(
    /^deployment ecs-svc\/\d+ of api was rolled back by this run: ecs-svc\/\d+ is serving api:1 again, not api:2$/,
  );
  expect(shop.calls('StopServiceDeployment')).toEqual([
    { serviceDeploymentArn: expect.any(String), stopType: 'ROLLBACK' },
  ]);
  expect((await shop.status())[0]).toMatchObject({ state: 'steady', deployments: [{ revision: 'api:1', running: 2 }] });
});

test('abort deploys what ran before where ECS cannot be told to roll back', async () => {
  await using shop = await deployed({ region: becomes('never-starts') });
  await shop.sandbox.clock.advance({ seconds: 30 });
  shop.sandbox.faults.always('ecs.StopServiceDeployment', { code: 'AccessDeniedException' });
  const { report } = await shop.operate('abort');
  expect(report.outcome).toBe('rolled-back');
  expect(shop.calls('UpdateService').at(-1)).toMatchObject({ taskDefinition: expect.stringMatching(/api:1$/) });
});

test('abort of a deployment that ends in that moment says how it ended', async () => {
  await using shop = await deployed();
  await shop.sandbox.clock.advance({ seconds: 10 });
  shop.sandbox.faults.next('ecs.StopServiceDeployment', { code: 'ConflictException' });
  const { report } = await shop.operate('abort');
  expect([report.outcome, failure(shop)?.code]).toEqual(['failed', 'ABORTED_TOO_LATE']);
  expect(report.warnings[0]?.message).toMatch(
    /^nothing was rolled back by this run: deployment ecs-svc\/\d+ of api has ended/,
  );
  expect(shop.calls('UpdateService')).toHaveLength(1);
});

test('a pause is told with its commands, continue continues it to its end', async () => {
  await using shop = await deployed({ service: pausing });
  await untilPaused(shop);
  expect((await shop.status())[0]).toMatchObject({
    state: 'paused',
    note: expect.stringMatching(/^ecs-svc\/\d+ is waiting for approval at POST_TEST_TRAFFIC_SHIFT until 20/),
  });
  expect((await shop.operate('watch')).report.outcome).toBe('paused');
  const { plan, report } = await shop.operate('continue');
  expect(plan.steps.map(({ kind }) => kind)).toEqual([
    'aws.assume-role',
    'ecs.continue-service-deployment',
    'ecs.wait-for-rollout',
  ]);
  expect(report.outcome).toBe('succeeded');
  expect(shop.calls('ContinueServiceDeployment')).toMatchObject([{ action: 'CONTINUE' }]);
});

test('a pause can be rolled back', async () => {
  await using shop = await deployed({ service: pausing });
  await untilPaused(shop);
  expect((await shop.operate('abort')).report.outcome).toBe('rolled-back');
});

test('a pause that is still seen after it was rolled back is not told as one', async () => {
  await using shop = await deployed({ service: pausing });
  await untilPaused(shop);
  const body = JSON.stringify(shop.sandbox.requests('ecs.DescribeServiceDeployments').at(-1)?.response);
  shop.sandbox.faults.next('ecs.DescribeServiceDeployments', { body, status: 200 }, 2);
  expect((await shop.operate('abort')).report.outcome).toBe('rolled-back');
});

test('continue is not given to another hook than the one that was seen while planning', async () => {
  await using shop = await deployed({ service: pausing });
  await untilPaused(shop);
  const serviceDeploymentArn = String(shop.sandbox.ecs.serviceDeployments('shop/api')[0]?.serviceDeploymentArn);
  const asked = { serviceDeploymentArn, hookId: 'another' };
  const warned: string[] = [];
  const context = contextIn(shop, (message) => warned.push(message));
  expect(await continueServiceDeployment.run(asked, context)).toEqual({ serviceDeploymentArn });
  expect(warned).toEqual(['nothing was continued: hook another is not waiting for approval any more']);
  expect(shop.calls('ContinueServiceDeployment')).toEqual([]);
});

test('a continue that somebody else gave first says that it changed nothing', async () => {
  await using shop = await deployed({ service: pausing });
  await untilPaused(shop);
  shop.sandbox.faults.next('ecs.ContinueServiceDeployment', { code: 'ConflictException' });
  const { report } = await shop.operate('continue');
  expect(report.warnings.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^nothing was continued: hook \S+ is not waiting for approval any more$/),
  ]);
});

test('continue fails where nobody may look whether it is still waited for', async () => {
  await using shop = await deployed({ service: pausing });
  await untilPaused(shop);
  const serviceDeploymentArn = String(shop.sandbox.ecs.serviceDeployments('shop/api')[0]?.serviceDeploymentArn);
  shop.sandbox.faults.always('ecs.DescribeServiceDeployments', { code: 'AccessDeniedException' });
  const asked = { serviceDeploymentArn, hookId: 'any' };
  await expect(continueServiceDeployment.run(asked, contextIn(shop))).rejects.toMatchObject({
    code: 'AWS_ACCESS_DENIED',
  });
  expect(shop.calls('ContinueServiceDeployment')).toEqual([]);
});

test('continue fails where it is not permitted', async () => {
  await using shop = await deployed({ service: pausing });
  await untilPaused(shop);
  shop.sandbox.faults.always('ecs.ContinueServiceDeployment', { code: 'AccessDeniedException' });
  expect((await shop.operate('continue')).report.outcome).toBe('failed');
  expect(failure(shop)).toMatchObject({
    code: 'AWS_ACCESS_DENIED',
    message: expect.stringContaining('ecs:ContinueServiceDeployment'),
  });
});

test('continue leaves alone what is not paused', async () => {
  await using shop = await deployed();
  const { plan } = await shop.operate('continue');
  expect(plan.steps).toEqual([]);
  expect(plan.notes[0]?.text).toMatch(/is in progress$/);
});

test('status tells what rolls out and what is draining', async () => {
  await using shop = await deployed({ region: becomes('never-starts') });
  await shop.sandbox.clock.advance({ seconds: 10 });
  expect(await shop.status()).toMatchObject([
    {
      id: 'api@production',
      place: 'shop/api',
      state: 'rolling-out',
      deployments: [
        { role: 'new', revision: 'api:2', desired: 2 },
        { role: 'old', revision: 'api:1', running: 2 },
      ],
    },
  ]);
});

test('status says what is missing, and who rolled back and why', async () => {
  await using shop = await deployed({ services: ['api', 'web'], service: breaker, region: becomes('image-missing') });
  await shop.operate('watch');
  const { client, sdk } = await shop.ecs();
  await client.send(new sdk.DeleteServiceCommand({ cluster: 'shop', service: 'web', force: true }));
  await shop.sandbox.clock.advance({ seconds: 600 });
  expect(await shop.status()).toMatchObject([
    { state: 'steady', note: expect.stringMatching(/^ecs-svc\/\d+ was rolled back by ECS's circuit breaker: /) },
    { id: 'web@production', state: 'missing', deployments: [] },
  ]);
});
