import { expect, test } from 'vitest';
import type { WireObject } from '../../src/model/service.ts';
import { type Answer, api, primary, type Region, shop, startRegion, update } from './region.ts';

const network = { networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } } };
const group = 'arn:aws:elasticloadbalancing:ap-northeast-1:111111111111:targetgroup/api/1';
const container = { name: 'app', image: 'app:1', memory: 64, portMappings: [{ containerPort: 80, name: 'web' }] };

/** The shop, and the families `bridge` (EC2), `web` (awsvpc, a named port) and `disk` (a volume of the launch). */
function start(): Region {
  return startRegion({
    ...shop,
    taskDefinitions: [
      ...(shop.taskDefinitions ?? []),
      { family: 'bridge', containerDefinitions: [container] },
      { family: 'web', networkMode: 'awsvpc', cpu: '256', memory: '512', containerDefinitions: [container] },
      {
        family: 'disk',
        volumes: [{ name: 'data', configuredAtLaunch: true }],
        containerDefinitions: [{ ...container, mountPoints: [{ sourceVolume: 'data', containerPath: '/data' }] }],
      },
    ],
  });
}

const create = (input: WireObject, region = start()): Answer =>
  region.call('CreateService', { cluster: 'shop', serviceName: 'new', taskDefinition: 'web', ...input }).service;
const balanced = (balancer: WireObject): WireObject => ({
  ...network,
  loadBalancers: [{ targetGroupArn: group, containerName: 'app', containerPort: 80, ...balancer }],
});
const strategy = (...providers: readonly WireObject[]): WireObject => ({
  ...network,
  capacityProviderStrategy: providers.map((provider) => ({ capacityProvider: 'FARGATE_SPOT', ...provider })),
});
const daemon = (input: WireObject): WireObject => ({
  taskDefinition: 'bridge',
  schedulingStrategy: 'DAEMON',
  ...input,
});
const connect = (configuration: WireObject): WireObject => ({
  ...network,
  serviceConnectConfiguration: { enabled: true, ...configuration },
});
const disk = (name: string, managedEBSVolume: WireObject): WireObject => ({
  taskDefinition: 'disk',
  volumeConfigurations: [{ name, managedEBSVolume }],
});
const binpack = (field: string): WireObject => ({
  taskDefinition: 'bridge',
  placementStrategy: [{ type: 'binpack', field }],
});

type Refusal = readonly [what: string, input: WireObject, message: string];

const isRefused = (_: string, input: WireObject, message: string): void => {
  expect(() => create(input)).toThrow(expect.objectContaining({ code: 'InvalidParameterException', message }));
};

test.each<Refusal>([
  ['no network', {}, "Network Configuration must be provided when networkMode 'awsvpc' is specified."],
  ['no subnets', { networkConfiguration: { awsvpcConfiguration: { subnets: [] } } }, 'subnets can not be empty.'],
  [
    'a network of bridge',
    { taskDefinition: 'bridge', ...network },
    'Network Configuration is not valid for the given networkMode of this task definition.',
  ],
])('3.14 %s is refused', isRefused);

test.each<Refusal>([
  [
    'launch type and strategy',
    { ...strategy({ weight: 1 }), launchType: 'FARGATE' },
    'Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.',
  ],
  [
    'no weight',
    strategy({ base: 1 }, { weight: 0 }),
    'There are no capacity providers in the capacity provider strategy with a weight value greater than zero',
  ],
  [
    'two bases',
    strategy({ base: 1, weight: 1 }, { capacityProvider: 'FARGATE', base: 1 }),
    'There are multiple capacity providers in the specified capacity provider strategy with a base value defined',
  ],
  [
    'Fargate for bridge',
    { taskDefinition: 'bridge', launchType: 'FARGATE' },
    'Task definition does not support launch_type FARGATE.',
  ],
  [
    'a Fargate provider for bridge',
    { taskDefinition: 'bridge', capacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1 }] },
    'Task definition does not support launch_type FARGATE.',
  ],
  [
    'a platform version of EC2',
    { ...network, launchType: 'EC2', platformVersion: '1.4.0' },
    'The platform version must be null when specifying an EC2 launch type.',
  ],
])('3.15 %s is refused', isRefused);

test.each<Refusal>([
  [
    'constraints on Fargate',
    { ...network, launchType: 'FARGATE', placementConstraints: [{ type: 'distinctInstance' }] },
    'Placement constraints are not supported with FARGATE launch type.',
  ],
  [
    'strategies on Fargate',
    { ...network, launchType: 'FARGATE', placementStrategy: [{ type: 'random' }] },
    'Placement strategies are not supported with FARGATE launch type.',
  ],
  [
    'six strategies',
    { taskDefinition: 'bridge', placementStrategy: Array.from({ length: 6 }, () => ({ type: 'random' })) },
    'Maximum number of strategies is 5',
  ],
  ['binpack by zone', binpack('zone'), 'Placement strategy binpack must have the field cpu or memory.'],
])('3.16 %s is refused', isRefused);

test.each<Refusal>([
  [
    'a desired count of 0',
    daemon({ desiredCount: 0 }),
    'The daemon scheduling strategy does not support a desired count for services. Remove the desired count value and try again.',
  ],
  [
    'a maximum of 200 percent',
    daemon({ deploymentConfiguration: { maximumPercent: 200 } }),
    'The daemon scheduling strategy does not support values above 100 for maximumPercent.',
  ],
  [
    'zone rebalancing',
    daemon({ availabilityZoneRebalancing: 'ENABLED' }),
    "The service couldn't be created because Availability Zone Rebalancing does not support DAEMON as scheduling strategy. Set availabilityZoneRebalancing to DISABLED.",
  ],
  [
    'Fargate',
    { ...daemon({ launchType: 'FARGATE' }), taskDefinition: 'web', ...network },
    'The daemon scheduling strategy is not supported on Fargate.',
  ],
  [
    'CodeDeploy',
    daemon({ deploymentController: { type: 'CODE_DEPLOY' } }),
    'The daemon scheduling strategy is not supported with the CODE_DEPLOY deployment controller.',
  ],
  ['EBS', daemon(disk('data', {})), 'ECS managed EBS volume configuration was invalid'],
])('3.17 %s is refused for a daemon', isRefused);

test('3.17 a daemon replaces its tasks in place', () => {
  expect(create(daemon({}))).toMatchObject({
    schedulingStrategy: 'DAEMON',
    deploymentConfiguration: { maximumPercent: 100, minimumHealthyPercent: 0 },
  });
});

test.each<Refusal>([
  [
    'awsvpc',
    { ...balanced({}), role: 'ecsServiceRole' },
    'You cannot specify an IAM role for services that require a service linked role.',
  ],
  [
    'nothing balanced',
    { taskDefinition: 'bridge', role: 'ecsServiceRole' },
    'IAM roles are only valid for services configured to use load balancers.',
  ],
])('3.18 a role with %s is refused', isRefused);

test.each<Refusal>([
  ['another container', balanced({ containerName: 'X' }), 'The container X does not exist in the task definition.'],
  ['another port', balanced({ containerPort: 81 }), 'The container app did not have a container port 81 defined.'],
  [
    'both kinds',
    balanced({ loadBalancerName: 'classic' }),
    'loadBalancerName and targetGroupArn cannot both be specified.',
  ],
  [
    'a classic one on Fargate',
    {
      ...network,
      launchType: 'FARGATE',
      loadBalancers: [{ loadBalancerName: 'classic', containerName: 'app', containerPort: 80 }],
    },
    'Classic Load Balancers are not supported with Fargate.',
  ],
])('3.19 a load balancer with %s is refused', isRefused);

test('3.19 UpdateService is held to it with the task definition that it brings', () => {
  const region = start();
  create(balanced({}), region);
  expect(() => region.call('UpdateService', { cluster: 'shop', service: 'new', taskDefinition: 'api:2' })).toThrow(
    expect.objectContaining({
      code: 'InvalidParameterException',
      message: 'The container app did not have a container port 80 defined.',
    }),
  );
});

test.each<Refusal>([
  [
    'two registries',
    { ...network, serviceRegistries: [{ registryArn: 'a' }, { registryArn: 'b' }] },
    'service registries can have at most 1 items',
  ],
  [
    'a registry with a lone port',
    { ...network, serviceRegistries: [{ registryArn: 'a', containerPort: 80 }] },
    "The values specified for serviceRegistries do not require a value for 'containerPort'",
  ],
  ['Service Connect without namespace', connect({ services: [{ portName: 'web' }] }), 'Namespace is missing'],
  [
    'Service Connect of another port',
    connect({ namespace: 'n', services: [{ portName: 'admin' }] }),
    'portName(admin) does not refer to any named PortMapping in the container definitions',
  ],
  [
    'two aliases',
    connect({ namespace: 'n', services: [{ portName: 'web', clientAliases: [{ port: 1 }, { port: 2 }] }] }),
    '2 clientAliases exceeds the max limit of 1',
  ],
  [
    'another volume',
    disk('other', { roleArn: 'arn', sizeInGiB: 1 }),
    "The volume name 'other' in your request does not have a matching volume in your Task Definition",
  ],
  ['a volume without size', disk('data', { roleArn: 'arn' }), 'ECS managed EBS volume configuration was invalid'],
])('3.20 %s is refused', isRefused);

test.each<Refusal>([
  [
    'CodeDeploy without load balancer',
    { ...network, deploymentController: { type: 'CODE_DEPLOY' } },
    'When specifying the CODE_DEPLOY deployment controller type, the service requires an Application Load Balancer or Network Load Balancer.',
  ],
  [
    'CodeDeploy with a circuit breaker',
    {
      ...balanced({}),
      deploymentController: { type: 'CODE_DEPLOY' },
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
    },
    'Deployment alarms and the deployment circuit breaker are not supported with the CODE_DEPLOY deployment controller.',
  ],
  [
    'a task definition of an external controller',
    { ...network, deploymentController: { type: 'EXTERNAL' } },
    'TaskDefinition must be blank',
  ],
])('3.21 %s is refused', isRefused);

test('3.22 another capacity provider strategy must force a deployment', () => {
  const region = start();
  create({ ...network, launchType: 'FARGATE', desiredCount: 1 }, region);
  const change = (input: WireObject): Answer =>
    region.call('UpdateService', { cluster: 'shop', service: 'new', ...input }).service;
  const spot = [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }];
  const must = expect.objectContaining({
    code: 'InvalidParameterException',
    message:
      'When switching from launch type to capacity provider strategy on an existing service, or making a change to a capacity provider strategy on a service that is already using one, you must force a new deployment.',
  });
  expect(() => change({ capacityProviderStrategy: spot, taskDefinition: 'api:2' })).toThrow(must);
  const changed = change({ capacityProviderStrategy: spot, forceNewDeployment: true });
  expect(changed).toMatchObject({ capacityProviderStrategy: spot });
  expect(changed).not.toHaveProperty('launchType');
  expect(changed.deployments).toHaveLength(2);
  const same = change({ capacityProviderStrategy: [{ ...spot[0], base: 0 }] });
  expect(same.deployments.map(({ id }: Answer) => id)).toEqual(changed.deployments.map(({ id }: Answer) => id));
  expect(() => change({ capacityProviderStrategy: [{ ...spot[0], weight: 2 }] })).toThrow(must);
  expect(() => change({ capacityProviderStrategy: [] })).toThrow(must);
  const back = change({ capacityProviderStrategy: [], forceNewDeployment: true });
  expect(back).toMatchObject({ launchType: 'FARGATE' });
  expect(back).not.toHaveProperty('capacityProviderStrategy');
});

test('3.23 the same request with the same token makes one service', () => {
  const region = start();
  const first = create({ ...network, clientToken: 't1' }, region);
  expect(create({ ...network, clientToken: 't1' }, region)).toMatchObject({
    serviceArn: first.serviceArn,
    deployments: [{ id: first.deployments[0].id }],
  });
  for (const other of [{ clientToken: 't2' }, { clientToken: 't1', desiredCount: 4 }, {}]) {
    expect(() => create({ ...network, ...other }, region)).toThrow('Creation of service was not idempotent.');
  }
});

test('3.24 members of the revision are not on the service', () => {
  const region = start();
  const seen = {
    serviceConnectConfiguration: { enabled: false },
    vpcLatticeConfigurations: [{ roleArn: 'r', targetGroupArn: group, portName: 'web' }],
  };
  const unseen = { monitoring: { metricConfigurations: [{ metricNames: ['CPUUtilization'], resolutionSeconds: 20 }] } };
  const before = primary(region).id;
  update(region, { ...seen, ...unseen });
  region.pass(10);
  const service = api(region);
  for (const member of Object.keys({ ...seen, ...unseen })) expect(service).not.toHaveProperty(member);
  expect(primary(region)).toMatchObject(seen);
  expect(primary(region)).not.toHaveProperty('monitoring');
  expect(primary(region).id).not.toBe(before);
  const [{ arn }] = service.currentServiceRevisions;
  const { serviceRevisions } = region.call('DescribeServiceRevisions', { serviceRevisionArns: [arn] });
  expect(serviceRevisions).toMatchObject([{ ...seen, ...unseen }]);
});
