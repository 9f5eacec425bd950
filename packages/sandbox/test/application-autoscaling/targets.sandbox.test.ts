import {
  DescribeScalableTargetsCommand,
  type DescribeScalableTargetsCommandInput,
} from '@aws-sdk/client-application-auto-scaling';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Sandbox, type Seed, startSandbox } from '../../src/index.ts';
import { autoscalingClient, refusalOf, type Who } from '../clients.ts';
import { publishedProblems } from '../published-models.ts';

const account = '111111111111';

const seed: Seed = {
  accounts: {
    [account]: {
      roles: { blind: { permissions: { deny: ['application-autoscaling:*'] } } },
      regions: {
        'eu-west-1': {
          scalableTargets: { 'shop/api': { min: 2, max: 10 }, 'shop/web': { max: 4, suspended: true } },
        },
        'us-east-1': {},
      },
    },
  },
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

const describeTargets = (input: Partial<DescribeScalableTargetsCommandInput> = {}, who?: Who) =>
  autoscalingClient(sandbox, who).send(new DescribeScalableTargetsCommand({ ServiceNamespace: 'ecs', ...input }));
const ids = async (input: Partial<DescribeScalableTargetsCommandInput> = {}, who?: Who) =>
  (await describeTargets(input, who)).ScalableTargets?.map(({ ResourceId }) => ResourceId);

test('1.1 a scalable service is told with its bounds', async () => {
  const [api, web] = (await describeTargets()).ScalableTargets ?? [];
  expect(api).toMatchObject({
    ServiceNamespace: 'ecs',
    ResourceId: 'service/shop/api',
    ScalableDimension: 'ecs:service:DesiredCount',
    MinCapacity: 2,
    MaxCapacity: 10,
    CreationTime: new Date(sandbox.clock.now()),
    SuspendedState: { DynamicScalingOutSuspended: false },
    ScalableTargetARN: expect.stringMatching(
      /^arn:aws:application-autoscaling:eu-west-1:111111111111:scalable-target\/[0-9a-f]{34}$/,
    ),
  });
  expect(web).toMatchObject({ MinCapacity: 1, SuspendedState: { DynamicScalingInSuspended: true } });
});

test('1.2 the list can be narrowed', async () => {
  expect(await ids({ ResourceIds: ['service/shop/web', 'service/shop/none'] })).toEqual(['service/shop/web']);
  expect(await ids({ ScalableDimension: 'ecs:service:DesiredCount' })).toHaveLength(2);
  expect(await ids({ ScalableDimension: 'ec2:spot-fleet-request:TargetCapacity' })).toEqual([]);
});

test('1.3 other namespaces have nothing', async () => {
  expect(await ids({ ServiceNamespace: 'dynamodb' })).toEqual([]);
  expect((await refusalOf(describeTargets({ ServiceNamespace: undefined }))).code).toBe('ValidationException');
});

test('1.4 there are pages', async () => {
  for (let index = 0; index < 60; index += 1) sandbox.autoscaling.put(`shop/more-${index}`, { max: 1 });
  const first = await describeTargets();
  const second = await describeTargets({ NextToken: String(first.NextToken) });
  expect([first.ScalableTargets?.length, second.ScalableTargets?.length, second.NextToken]).toEqual([
    50,
    12,
    undefined,
  ]);
  expect(await ids({ MaxResults: 3 })).toHaveLength(3);
});

test('1.5 a denied call is refused', async () => {
  expect(await refusalOf(describeTargets({}, { role: 'blind' }))).toMatchObject({
    code: 'AccessDeniedException',
    message: expect.stringContaining('to perform: application-autoscaling:DescribeScalableTargets on resource: *'),
  });
});

test('4.1 targets change while the sandbox runs', async () => {
  sandbox.autoscaling.put('shop/api', { min: 5, max: 6 });
  expect((await describeTargets()).ScalableTargets?.[0]).toMatchObject({ MinCapacity: 5, MaxCapacity: 6 });
  sandbox.autoscaling.remove('shop/api');
  expect(await ids()).toEqual(['service/shop/web']);
  expect(await ids({}, { region: 'us-east-1' })).toEqual([]);
});
