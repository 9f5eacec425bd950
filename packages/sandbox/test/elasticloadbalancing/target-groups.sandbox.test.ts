import { DescribeServicesCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import {
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  type DescribeTargetGroupsCommandInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Sandbox, type Seed, startSandbox } from '../../src/index.ts';
import { ecsClient, loadBalancingClient, refusalOf, type Who } from '../clients.ts';
import { publishedProblems } from '../published-models.ts';

const account = '111111111111';
const arn = (name: string): string => `arn:aws:elasticloadbalancing:eu-west-1:${account}:targetgroup/${name}/1`;
const balancer = `arn:aws:elasticloadbalancing:eu-west-1:${account}:loadbalancer/app/shop/1`;
const behind = (name: string) => ({
  taskDefinition: 'api',
  loadBalancers: [{ targetGroupArn: arn(name), containerName: 'app', containerPort: 80 }],
});

const seed: Seed = {
  accounts: {
    [account]: {
      roles: { blind: { permissions: { deny: ['elasticloadbalancing:*'] } } },
      regions: {
        'eu-west-1': {
          targetGroups: {
            api: {
              id: '1',
              deregistrationDelay: 60,
              loadBalancers: [balancer],
              attributes: { 'stickiness.enabled': 'true' },
            },
            tcp: { id: '1', protocol: 'TCP', port: 5432 },
          },
          taskDefinitions: [{ family: 'api', containerDefinitions: [{ name: 'app', image: 'app:1', memory: 64 }] }],
          clusters: { shop: { services: { seeded: behind('api'), unknown: behind('elsewhere') } } },
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

const describeGroups = (input: DescribeTargetGroupsCommandInput = {}, who?: Who) =>
  loadBalancingClient(sandbox, who).send(new DescribeTargetGroupsCommand(input));
const names = async (input: DescribeTargetGroupsCommandInput = {}, who?: Who) =>
  (await describeGroups(input, who)).TargetGroups?.map(({ TargetGroupName }) => TargetGroupName);
const attributes = async (TargetGroupArn: string) => {
  const answer = await loadBalancingClient(sandbox).send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn }));
  return Object.fromEntries((answer.Attributes ?? []).map(({ Key, Value }) => [Key, Value]));
};

test('1.1 target groups are told by names, ARNs and load balancer', async () => {
  expect((await describeGroups({ Names: ['api'] })).TargetGroups).toEqual([
    expect.objectContaining({
      TargetGroupArn: arn('api'),
      TargetGroupName: 'api',
      Protocol: 'HTTP',
      Port: 80,
      TargetType: 'ip',
      HealthCheckEnabled: true,
      HealthCheckPath: '/',
      HealthCheckIntervalSeconds: 30,
      HealthyThresholdCount: 5,
      Matcher: { HttpCode: '200' },
      LoadBalancerArns: [balancer],
    }),
  ]);
  expect(await names({ TargetGroupArns: [arn('tcp')] })).toEqual(['tcp']);
  expect(await names({ LoadBalancerArn: balancer })).toEqual(['api']);
  expect(await names()).toEqual(['api', 'tcp']);
});

test('1.2 one unknown target group refuses the call', async () => {
  const refusal = { code: 'TargetGroupNotFoundException', message: 'One or more target groups not found', status: 400 };
  expect(await refusalOf(names({ Names: ['api', 'none'] }))).toEqual(refusal);
  expect(await refusalOf(names({ TargetGroupArns: [arn('none')] }))).toEqual(refusal);
});

test('1.3 there are pages', async () => {
  const first = await describeGroups({ PageSize: 1 });
  const second = await describeGroups({ PageSize: 1, Marker: String(first.NextMarker) });
  expect([first, second].map(({ TargetGroups }) => TargetGroups?.[0]?.TargetGroupName)).toEqual(['api', 'tcp']);
  expect(second.NextMarker).toBeUndefined();
});

test('1.4 attributes are text', async () => {
  expect(await attributes(arn('api'))).toMatchObject({
    'deregistration_delay.timeout_seconds': '60',
    'stickiness.enabled': 'true',
    'load_balancing.algorithm.type': 'round_robin',
  });
  expect(await attributes(arn('tcp'))).toMatchObject({
    'deregistration_delay.timeout_seconds': '300',
    'stickiness.type': 'source_ip',
  });
});

test('1.5 an unknown target group has no attributes', async () => {
  expect(await refusalOf(attributes(arn('none')))).toEqual({
    code: 'TargetGroupNotFoundException',
    message: `Target groups '${arn('none')}' not found`,
    status: 400,
  });
});

test('2.1 a denied call is refused', async () => {
  expect(await refusalOf(names({}, { role: 'blind' }))).toMatchObject({
    code: 'AccessDenied',
    message: expect.stringContaining('to perform: elasticloadbalancing:DescribeTargetGroups on resource: *'),
    status: 403,
  });
});

test('2.2 ECS drains for the deregistration delay', async () => {
  const client = ecsClient(sandbox);
  const services = ['seeded', 'unknown'];
  for (const service of services) {
    await client.send(new UpdateServiceCommand({ cluster: 'shop', service, forceNewDeployment: true }));
  }
  const deploymentsAfter = async (seconds: number): Promise<readonly (number | undefined)[]> => {
    await sandbox.clock.advance({ seconds });
    const answer = await client.send(new DescribeServicesCommand({ cluster: 'shop', services }));
    return (answer.services ?? []).map(({ deployments }) => deployments?.length);
  };
  expect(await deploymentsAfter(45)).toEqual([2, 1]);
  expect(await deploymentsAfter(45)).toEqual([1, 1]);
});

test('2.3 target groups change while the sandbox runs', async () => {
  sandbox.loadBalancing.put('api', { deregistrationDelay: 10 });
  expect(await attributes(arn('api'))).toMatchObject({ 'deregistration_delay.timeout_seconds': '10' });
  sandbox.loadBalancing.put('fresh');
  expect(await names({ TargetGroupArns: [sandbox.loadBalancing.arn('fresh')] })).toEqual(['fresh']);
  sandbox.loadBalancing.remove('fresh');
  expect(await names()).toEqual(['api', 'tcp']);
  expect(await names({}, { region: 'us-east-1' })).toEqual([]);
  expect(() => sandbox.loadBalancing.arn('fresh')).toThrow('there is no target group fresh');
});
