import {
  DeregisterScalableTargetCommand,
  DescribeScalableTargetsCommand,
  DescribeScalingActivitiesCommand,
  RegisterScalableTargetCommand,
  type RegisterScalableTargetCommandInput,
} from '@aws-sdk/client-application-auto-scaling';
import {
  CreateExpressGatewayServiceCommand,
  DeleteExpressGatewayServiceCommand,
  DescribeServicesCommand,
  UpdateExpressGatewayServiceCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Sandbox, type Seed, startSandbox } from '../../src/index.ts';
import { autoscalingClient, ecsClient, refusalOf } from '../clients.ts';
import { publishedProblems } from '../published-models.ts';

const seed: Seed = {
  accounts: {
    '111111111111': {
      regions: {
        'eu-west-1': {
          taskDefinitions: [{ family: 'api', containerDefinitions: [{ name: 'app', image: 'app:1', memory: 64 }] }],
          clusters: { shop: { services: { api: { taskDefinition: 'api', desiredCount: 4 } } } },
        },
      },
    },
  },
};
const place = {
  ServiceNamespace: 'ecs' as const,
  ResourceId: 'service/shop/api',
  ScalableDimension: 'ecs:service:DesiredCount' as const,
};

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ seed });
});
afterEach(async () => {
  const problems = publishedProblems(sandbox.requests());
  await sandbox[Symbol.asyncDispose]();
  expect(problems).toEqual([]);
});

const register = (input: Partial<RegisterScalableTargetCommandInput> = {}) =>
  autoscalingClient(sandbox).send(new RegisterScalableTargetCommand({ ...place, ...input }));
const target = async () => {
  const answer = await autoscalingClient(sandbox).send(new DescribeScalableTargetsCommand({ ServiceNamespace: 'ecs' }));
  return answer.ScalableTargets?.[0];
};
const desired = async () => {
  const command = new DescribeServicesCommand({ cluster: 'shop', services: ['api'] });
  return (await ecsClient(sandbox).send(command)).services?.[0]?.desiredCount;
};
const invalid = { code: 'ValidationException' };

test('2.2 a new target needs bounds and a service', async () => {
  expect(await refusalOf(register({ MinCapacity: 1 }))).toMatchObject(invalid);
  expect(await refusalOf(register({ MinCapacity: 3, MaxCapacity: 2 }))).toMatchObject(invalid);
  const bounds = { MinCapacity: 1, MaxCapacity: 10 };
  expect(await refusalOf(register({ ...bounds, ResourceId: 'service/shop/none' }))).toMatchObject({
    ...invalid,
    message: "ECS service doesn't exist: service/shop/none",
  });
  expect(await refusalOf(register({ ...bounds, ServiceNamespace: 'dynamodb' }))).toMatchObject(invalid);
  expect((await register(bounds)).ScalableTargetARN).toMatch(/scalable-target\/[0-9a-f]{34}$/);
  expect(await desired()).toBe(4);
});

test('2.3 only what is given changes', async () => {
  await register({ MinCapacity: 1, MaxCapacity: 10 });
  await register({ MaxCapacity: 8 });
  await register({ SuspendedState: { DynamicScalingInSuspended: true } });
  await register({ SuspendedState: { ScheduledScalingSuspended: true } });
  expect(await target()).toMatchObject({
    MinCapacity: 1,
    MaxCapacity: 8,
    SuspendedState: {
      DynamicScalingInSuspended: true,
      DynamicScalingOutSuspended: false,
      ScheduledScalingSuspended: true,
    },
  });
});

test('2.4 the count is drawn between the bounds, whatever is registered', async () => {
  await register({ MinCapacity: 6, MaxCapacity: 10 });
  expect(await desired()).toBe(6);
  const command = new UpdateServiceCommand({ cluster: 'shop', service: 'api', desiredCount: 2 });
  await ecsClient(sandbox).send(command);
  expect(await desired()).toBe(2);
  await register({ SuspendedState: { DynamicScalingInSuspended: true } });
  expect(await desired()).toBe(6);
  await register({ MinCapacity: 1, MaxCapacity: 3 });
  expect(await desired()).toBe(3);
});

test('2.5 a target can be taken away once', async () => {
  await register({ MinCapacity: 1, MaxCapacity: 10 });
  const deregister = () => autoscalingClient(sandbox).send(new DeregisterScalableTargetCommand(place));
  await deregister();
  expect(await target()).toBeUndefined();
  expect(await refusalOf(deregister())).toMatchObject({ code: 'ObjectNotFoundException' });
});

test('2.6 what was scaled is told', async () => {
  await register({ MinCapacity: 6, MaxCapacity: 10 });
  await register({ MinCapacity: 1, MaxCapacity: 3 });
  const { ScalingActivities } = await autoscalingClient(sandbox).send(new DescribeScalingActivitiesCommand(place));
  expect(ScalingActivities).toMatchObject([
    { Description: 'Setting desired count to 3.', StatusCode: 'Successful', ResourceId: place.ResourceId },
    { Description: 'Setting desired count to 6.' },
  ]);
});

test('3.1 policies scale within the bounds, in the directions that are not suspended', async () => {
  await register({ MinCapacity: 2, MaxCapacity: 6, SuspendedState: { DynamicScalingInSuspended: true } });
  sandbox.autoscaling.demand('shop/api', 1);
  expect(await desired()).toBe(4);
  sandbox.autoscaling.demand('shop/api', 9);
  expect(await desired()).toBe(6);
  await register({ SuspendedState: { DynamicScalingInSuspended: false, DynamicScalingOutSuspended: true } });
  sandbox.autoscaling.demand('shop/api', 1);
  expect(await desired()).toBe(2);
  sandbox.autoscaling.demand('shop/api', 5);
  expect(await desired()).toBe(2);
});

test('3.2 nothing is scaled in while a deployment is in progress', async () => {
  await register({ MinCapacity: 1, MaxCapacity: 10 });
  sandbox.ecs.deploy('shop/api');
  sandbox.autoscaling.demand('shop/api', 2);
  expect(await desired()).toBe(4);
  sandbox.autoscaling.demand('shop/api', 7);
  expect(await desired()).toBe(7);
  await sandbox.clock.advance({ minutes: 5 });
  sandbox.autoscaling.demand('shop/api', 2);
  expect(await desired()).toBe(2);
});

test('1.6 a service of Express Mode is registered by ECS', async () => {
  const ecs = ecsClient(sandbox);
  const { service } = await ecs.send(
    new CreateExpressGatewayServiceCommand({
      infrastructureRoleArn: 'arn:aws:iam::111111111111:role/infrastructure',
      cluster: 'shop',
      serviceName: 'web',
      primaryContainer: { image: 'registry.test/web:1' },
      scalingTarget: { minTaskCount: 2, maxTaskCount: 6 },
    }),
  );
  const serviceArn = service?.serviceArn;
  const web = { ResourceId: 'service/shop/web' };
  expect(await target()).toMatchObject({ ...web, MinCapacity: 2, MaxCapacity: 6 });
  await register({ ...web, MaxCapacity: 8 });
  expect(await target()).toMatchObject({ ...web, MinCapacity: 2, MaxCapacity: 8 });
  await ecs.send(new UpdateExpressGatewayServiceCommand({ serviceArn, scalingTarget: { maxTaskCount: 4 } }));
  expect(await target()).toMatchObject({ ...web, MinCapacity: 2, MaxCapacity: 4 });
  await ecs.send(new DeleteExpressGatewayServiceCommand({ serviceArn }));
  expect(await target()).toBeUndefined();
});
