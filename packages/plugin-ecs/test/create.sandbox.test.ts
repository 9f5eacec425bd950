import { interrupted, type StepContext } from '@funade/core';
import { describe, expect, test } from 'vitest';
import type { EcsOptions } from '../src/options/options.ts';
import { createService } from '../src/steps/create-service.ts';
import { imageReference, type Shop, startShop } from './shop.ts';

const taskDefinition = {
  family: 'report',
  cpu: '256',
  memory: '512',
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  containerDefinitions: [{ name: 'app', image: 'placeholder', essential: true }],
};
const settings = {
  desiredCount: 1,
  launchType: 'FARGATE',
  networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-a'], futureMember: true } },
};

function release(options: Partial<EcsOptions> = {}) {
  return { services: ['report'], options: { taskDefinition, settings, ...options } };
}

/** What a step of the shop's engine is given in a run. */
function contextIn({ context }: Shop, runId: string): StepContext {
  const step = {
    id: 'ecs.x:api@production',
    kind: 'ecs.x',
    phase: 'rollout',
    targets: [],
    label: '',
    title: '',
  } as const;
  return { ...context, step, runId, progress() {}, output() {}, warn() {} };
}

describe('a service that is not there', () => {
  test('is made with what the config says, and waited for', async () => {
    await using shop = await startShop();
    const plan = await shop.plan(release());
    expect(plan.steps.map(({ kind }) => kind)).toEqual([
      'aws.assume-role',
      'ecs.register-task-definition',
      'ecs.create-service',
      'ecs.wait-for-rollout',
    ]);
    expect((await shop.apply(plan)).outcome).toBe('succeeded');
    expect(shop.calls('CreateService')).toEqual([
      {
        cluster: 'shop',
        serviceName: 'report',
        taskDefinition: expect.stringMatching(/report:1$/),
        ...settings,
        clientToken: expect.stringMatching(/^[0-9a-f]{32}$/),
      },
    ]);
    expect(shop.calls('RegisterTaskDefinition')[0]?.containerDefinitions).toMatchObject([
      { name: 'app', image: imageReference('v1.2.0') },
    ]);
    expect(shop.calls('UpdateService')).toEqual([]);
    expect((await shop.plan(release())).steps).toEqual([]);
  });

  test('is not made twice when the step runs again', async () => {
    await using shop = await startShop();
    const plan = await shop.plan(release());
    await shop.apply(plan);
    expect((await shop.apply(plan)).outcome).toBe('succeeded');
    expect(shop.calls('CreateService')).toHaveLength(1);
  });

  test('is made by one of two that create it at the same time, and the other goes on with it', async () => {
    await using shop = await startShop();
    const { client, sdk } = await shop.ecs();
    const registered = await client.send(new sdk.RegisterTaskDefinitionCommand(taskDefinition as never));
    const revision = String(registered.taskDefinition?.taskDefinitionArn);
    const request = { cluster: 'shop', service: 'report', taskDefinition: revision, settings };
    const runs = await Promise.all(['run-a', 'run-b'].map((run) => createService.run(request, contextIn(shop, run))));
    expect(shop.calls('CreateService')).toHaveLength(2);
    expect(new Set(runs.map((run) => (run as { readonly deploymentId: string }).deploymentId)).size).toBe(1);
    const tokens = shop.calls('CreateService').map(({ clientToken }) => clientToken);
    expect(new Set(tokens).size).toBe(2);
    await createService.run(request, contextIn(shop, 'run-a'));
    expect(shop.calls('CreateService')).toHaveLength(2);
  });

  test.each([
    ['AccessDeniedException', 'AWS_ACCESS_DENIED', 1],
    ['InvalidParameterException', 'AWS_ERROR', 2],
  ])('fails as ECS says (%s), which is looked into only where somebody else may have made it', async (...told) => {
    const [fault, code, looks] = told;
    await using shop = await startShop();
    const request = { cluster: 'shop', service: 'report', taskDefinition: 'report:1', settings };
    shop.sandbox.faults.always('ecs.CreateService', { code: fault, message: 'no' });
    await expect(createService.run(request, contextIn(shop, 'run-a'))).rejects.toMatchObject({ code });
    expect(shop.calls('DescribeServices')).toHaveLength(looks);
  });

  test('is not called deployed where ECS starts no deployment', async () => {
    await using shop = await startShop();
    const request = { cluster: 'shop', service: 'report', taskDefinition: 'report:1', settings };
    const body = JSON.stringify({ service: { serviceName: 'report', deployments: [] } });
    shop.sandbox.faults.next('ecs.CreateService', { body, status: 200 });
    await expect(createService.run(request, contextIn(shop, 'run-a'))).rejects.toMatchObject({
      code: 'NO_DEPLOYMENT_STARTED',
    });
  });

  test('lets CreateService end when a signal comes, so that it is known what was started', async () => {
    await using shop = await startShop();
    shop.sandbox.faults.latency('ecs.CreateService', 500);
    const report = await shop.apply(await shop.plan(release()), (event) => {
      if (event.type !== 'step-started' || !event.step.startsWith('ecs.create-service')) return;
      void shop.sandbox.clock.sleep(300).then(() => shop.interrupt(interrupted('SIGINT')));
    });
    const [target] = report.targets;
    expect(target?.outcome).toBe('cancelled');
    expect(target?.error).toMatchObject({
      code: 'WATCH_INTERRUPTED',
      message: expect.stringMatching(/^stopped watching report: deployment ecs-svc\/\d+ continues in ECS$/),
      goesOn: 'deployment',
      details: { deploymentId: expect.stringMatching(/^ecs-svc/) },
    });
  });

  test('has a rollback that leaves it without tasks', async () => {
    await using shop = await startShop();
    const { rollback } = await shop.plan(release());
    expect(rollback.map(({ title, input }) => [title, input])).toContainEqual([
      'scale service report to 0 tasks',
      {
        cluster: 'shop',
        service: 'report',
        taskDefinition: { $ref: ['ecs.create-service:report@production', 'taskDefinition'] },
        settings: { desiredCount: 0 },
        replaces: [{ $ref: ['ecs.create-service:report@production', 'deploymentId'] }],
        whenMoved: 'superseded',
        onBusy: 'supersede',
      },
    ]);
  });

  test('is a mistake when the config does not say what it runs', async () => {
    await using shop = await startShop();
    await expect(shop.plan(release({ taskDefinition: undefined }))).rejects.toMatchObject({
      code: 'SERVICE_NOT_FOUND',
    });
  });

  test('is refused with what is missing', async () => {
    await using shop = await startShop();
    await expect(shop.plan(release({ settings: { desiredCount: 1 } }))).rejects.toMatchObject({
      code: 'SERVICE_NOT_CREATABLE',
      hint: 'write ecs.settings.networkConfiguration and ecs.settings.launchType, or set ecs.service to one that exists',
    });
  });

  test('is not made under a controller that later deploys could not go through', async () => {
    await using shop = await startShop();
    const options = { settings: { ...settings, deploymentController: { type: 'CODE_DEPLOY' } } };
    await expect(shop.plan(release(options))).rejects.toMatchObject({ code: 'CONTROLLER_NOT_SUPPORTED' });
  });
});

test('a service that was deleted and still stops its tasks is said to be that', async () => {
  await using shop = await startShop();
  const { client, sdk } = await shop.ecs();
  await client.send(new sdk.DeleteServiceCommand({ cluster: 'shop', service: 'api', force: true }));
  await expect(shop.plan({ options: { taskDefinition, settings } })).rejects.toMatchObject({
    code: 'SERVICE_DRAINING',
  });
  await shop.sandbox.clock.advance({ minutes: 10 });
  const plan = await shop.plan({ options: { taskDefinition, settings } });
  expect((await shop.apply(plan)).outcome).toBe('succeeded');
});
