import {
  CreateExpressGatewayServiceCommand,
  type CreateExpressGatewayServiceCommandInput,
  DeleteExpressGatewayServiceCommand,
  DescribeExpressGatewayServiceCommand,
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ListServicesCommand,
  RegisterTaskDefinitionCommand,
  UpdateExpressGatewayServiceCommand,
  type UpdateExpressGatewayServiceCommandInput,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Sandbox, type Seed, startSandbox } from '../../src/index.ts';
import { ecsClient, refusalOf, type Who } from '../clients.ts';
import { publishedProblems } from '../published-models.ts';

const account = '111111111111';
const role = (name: string): string => `arn:aws:iam::${account}:role/${name}`;
const serviceArn = `arn:aws:ecs:eu-west-1:${account}:service/shop/web`;
const infrastructureRoleArn = role('infrastructure');

const seed: Seed = {
  accounts: {
    [account]: {
      users: { deployer: {}, barred: { permissions: { deny: ['iam:PassRole'] } } },
      roles: { infrastructure: { trust: { services: ['ecs.amazonaws.com'] } }, stranger: {} },
      regions: {
        'eu-west-1': {
          taskDefinitions: [{ family: 'api', containerDefinitions: [{ name: 'app', image: 'app:1', memory: 64 }] }],
          clusters: { shop: { services: { api: { taskDefinition: 'api' } } } },
          logGroups: ['/ecs/api'],
        },
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

const client = (who?: Who) => ecsClient(sandbox, who);
const create = async (input: Partial<CreateExpressGatewayServiceCommandInput> = {}, who?: Who) => {
  const primaryContainer = { image: 'registry.test/web:1' };
  const whole = { infrastructureRoleArn, cluster: 'shop', serviceName: 'web', primaryContainer, ...input };
  return (await client(who).send(new CreateExpressGatewayServiceCommand(whole))).service;
};
const update = async (input: Partial<UpdateExpressGatewayServiceCommandInput>) =>
  (await client().send(new UpdateExpressGatewayServiceCommand({ serviceArn, ...input }))).service;
const describe = async (include: 'TAGS'[] = [], arn = serviceArn) =>
  (await client().send(new DescribeExpressGatewayServiceCommand({ serviceArn: arn, include }))).service;
const ordinary = async () => {
  const answer = await client().send(new DescribeServicesCommand({ cluster: 'shop', services: ['web'] }));
  return answer.services?.[0];
};
const definition = async (taskDefinition = '') =>
  (await client().send(new DescribeTaskDefinitionCommand({ taskDefinition }))).taskDefinition;
const register = async (container: object, name = 'Main') => {
  const command = new RegisterTaskDefinitionCommand({
    family: 'own',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '512',
    memory: '1024',
    containerDefinitions: [{ name, image: 'registry.test/own:1', ...container }],
  });
  return (await client().send(command)).taskDefinition?.taskDefinitionArn;
};
const pass = (minutes: number) => sandbox.clock.advance({ minutes });
const invalid = (message: string) => ({ code: 'InvalidParameterException', message });

test('13.1 a service is made of an image and a role', async () => {
  const tags = [{ key: 'team', value: 'shop' }];
  const made = await create({ tags });
  expect(made).toMatchObject({
    cluster: 'shop',
    serviceName: 'web',
    serviceArn,
    infrastructureRoleArn,
    status: { statusCode: 'ACTIVE' },
    tags,
    activeConfigurations: [
      {
        cpu: '256',
        memory: '512',
        cpuArchitecture: 'X86_64',
        healthCheckPath: '/ping',
        executionRoleArn: role('ecsTaskExecutionRole'),
        primaryContainer: {
          image: 'registry.test/web:1',
          containerPort: 80,
          awsLogsConfiguration: {
            logGroup: expect.stringMatching(/^\/aws\/ecs\/shop\/web-\w{4}$/),
            logStreamPrefix: 'ecs',
          },
        },
        scalingTarget: {
          minTaskCount: 1,
          maxTaskCount: 20,
          autoScalingMetric: 'AVERAGE_CPU',
          autoScalingTargetValue: 60,
        },
        ingressPaths: [
          { accessType: 'PUBLIC', endpoint: expect.stringMatching(/^https:\/\/web-.*\.eu-west-1\.on\.aws$/) },
        ],
      },
    ],
  });
  await pass(15);
  expect(await ordinary()).toMatchObject({
    desiredCount: 1,
    runningCount: 1,
    healthCheckGracePeriodSeconds: 300,
    propagateTags: 'SERVICE',
    capacityProviderStrategy: [{ capacityProvider: 'FARGATE', base: 1, weight: 1 }],
    loadBalancers: [{ containerName: 'Main', containerPort: 80 }],
  });
  const whole = { infrastructureRoleArn: undefined };
  expect(await refusalOf(create(whole))).toMatchObject({ code: 'InvalidParameterException' });
  expect(await refusalOf(create({ serviceName: 'none', primaryContainer: undefined }))).toMatchObject({
    code: 'InvalidParameterException',
  });
});

test('13.2 a task definition of the user must fit, and stands alone', async () => {
  const fits = await register({ portMappings: [{ containerPort: 8080, name: 'http' }] });
  const own = { primaryContainer: undefined, taskDefinitionArn: fits };
  expect(await refusalOf(create({ ...own, cpu: '512' }))).toMatchObject(
    invalid(
      'taskDefinitionArn cannot be provided with primaryContainer, executionRoleArn, taskRoleArn, cpu, or memory.',
    ),
  );
  const unfit = [
    await register({ portMappings: [{ containerPort: 8080, name: 'http' }] }, 'app'),
    await register({ portMappings: [{ containerPort: 8080 }] }),
    await register({
      portMappings: [
        { containerPort: 8080, name: 'a' },
        { containerPort: 8081, name: 'b' },
      ],
    }),
    await register({}),
  ];
  for (const taskDefinitionArn of unfit) {
    expect(await refusalOf(create({ ...own, taskDefinitionArn }))).toMatchObject(
      invalid("Task definition must contain a container named 'Main' with a single TCP port mapping."),
    );
  }
  expect((await create(own))?.activeConfigurations).toMatchObject([
    { taskDefinitionArn: fits, cpu: '512', primaryContainer: { image: 'registry.test/own:1', containerPort: 8080 } },
  ]);
});

test('13.3 a deployment is a canary, and an alarm takes it back', async () => {
  await create();
  await pass(15);
  const before = (await describe())?.activeConfigurations?.[0]?.taskDefinitionArn;
  await update({ primaryContainer: { image: 'registry.test/web:2' } });
  const deployment = async () => {
    const serviceDeploymentArns = [(await describe())?.currentDeployment ?? ''];
    const answer = await client().send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns }));
    return answer.serviceDeployments?.[0];
  };
  await pass(2);
  expect(await deployment()).toMatchObject({
    status: 'IN_PROGRESS',
    lifecycleStage: 'PRODUCTION_TRAFFIC_SHIFT',
    targetServiceRevision: { requestedProductionTrafficWeight: 5 },
    deploymentConfiguration: { strategy: 'CANARY' },
  });
  await pass(3);
  expect(await deployment()).toMatchObject({
    lifecycleStage: 'BAKE_TIME',
    targetServiceRevision: { requestedProductionTrafficWeight: 100 },
  });
  sandbox.ecs.setAlarm('web-faults', 'ALARM');
  await pass(5);
  expect(await deployment()).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL' });
  expect((await describe())?.activeConfigurations).toMatchObject([{ taskDefinitionArn: before }]);
});

test('13.4 each revision that is alive has its configuration', async () => {
  await create({ tags: [{ key: 'a', value: 'b' }] });
  await pass(15);
  await update({ primaryContainer: { image: 'registry.test/web:2' }, healthCheckPath: '/healthz' });
  await pass(2);
  const service = await describe(['TAGS']);
  expect(service?.activeConfigurations).toMatchObject([
    { healthCheckPath: '/healthz', primaryContainer: { image: 'registry.test/web:2' } },
    { healthCheckPath: '/ping', primaryContainer: { image: 'registry.test/web:1' } },
  ]);
  expect(service?.currentDeployment).toMatch(/:service-deployment\/shop\/web\//);
  expect(service?.tags).toEqual([{ key: 'a', value: 'b' }]);
  expect(await describe()).not.toHaveProperty('tags');
});

test('13.5 an update keeps what it does not say, also what others changed', async () => {
  await create({
    primaryContainer: { image: 'registry.test/web:1', environment: [{ name: 'A', value: '1' }] },
    cpu: '512',
    memory: '1024',
  });
  await pass(15);
  const first = await definition((await describe())?.activeConfigurations?.[0]?.taskDefinitionArn);
  const [main] = first?.containerDefinitions ?? [];
  const { taskDefinition } = await client().send(
    new RegisterTaskDefinitionCommand({
      family: first?.family,
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '512',
      memory: '1024',
      executionRoleArn: first?.executionRoleArn,
      containerDefinitions: [{ ...main, stopTimeout: 60 }],
    }),
  );
  const edited = taskDefinition?.taskDefinitionArn;
  await client().send(new UpdateServiceCommand({ cluster: 'shop', service: 'web', taskDefinition: edited }));
  await pass(15);
  const updated = await update({ primaryContainer: { image: 'registry.test/web:2' } });
  expect(updated).toMatchObject({
    serviceArn,
    targetConfiguration: {
      cpu: '512',
      memory: '1024',
      serviceRevisionArn: expect.stringContaining(':service-revision/shop/web/'),
      primaryContainer: { image: 'registry.test/web:2', environment: [{ name: 'A', value: '1' }] },
    },
  });
  const revision = await definition(updated?.targetConfiguration?.taskDefinitionArn);
  expect(revision).toMatchObject({ revision: 3, containerDefinitions: [{ name: 'Main', stopTimeout: 60 }] });
});

test('13.6 the ordinary operations know it as a service that ECS manages', async () => {
  await create();
  const service = await ordinary();
  expect(service).toMatchObject({ resourceManagementType: 'ECS', deploymentConfiguration: { strategy: 'CANARY' } });
  expect(service).not.toHaveProperty('taskDefinition');
  const taskDefinition = (await describe())?.activeConfigurations?.[0]?.taskDefinitionArn;
  expect(service?.deployments).toMatchObject([{ status: 'PRIMARY', taskDefinition }]);
  await pass(1);
  const serviceRevisionArns = service?.currentServiceRevisions?.flatMap(({ arn }) => arn ?? []);
  const { serviceRevisions } = await client().send(new DescribeServiceRevisionsCommand({ serviceRevisionArns }));
  expect(serviceRevisions).toMatchObject([{ taskDefinition }]);
  const list = async (resourceManagementType: 'ECS' | 'CUSTOMER') =>
    (await client().send(new ListServicesCommand({ cluster: 'shop', resourceManagementType }))).serviceArns;
  expect(await list('ECS')).toEqual([serviceArn]);
  expect(await list('CUSTOMER')).toEqual([serviceArn.replace('/web', '/api')]);
});

test('13.7 UpdateService changes neither its strategy nor its load balancers', async () => {
  await create();
  const change = (input: object) =>
    client().send(new UpdateServiceCommand({ cluster: 'shop', service: 'web', ...input }));
  for (const input of [{ deploymentConfiguration: { strategy: 'ROLLING' } }, { loadBalancers: [] }]) {
    expect(await refusalOf(change(input))).toMatchObject({ code: 'InvalidParameterException' });
  }
  await change({ desiredCount: 2 });
  await pass(15);
  expect(await ordinary()).toMatchObject({ runningCount: 2 });
});

test('13.8 a service that is deleted drains, and what is not there is not found', async () => {
  await create();
  const remove = async () => (await client().send(new DeleteExpressGatewayServiceCommand({ serviceArn }))).service;
  expect(await remove()).toMatchObject({ status: { statusCode: 'DRAINING' } });
  const inactive = (message: string) => ({ code: 'ServiceNotActiveException', message });
  expect(await refusalOf(update({ cpu: '512' }))).toMatchObject(inactive('Service is in DRAINING status'));
  await pass(5);
  expect(await refusalOf(remove())).toMatchObject(
    inactive('Cannot perform this operation on a service in INACTIVE status'),
  );
  const missing = { code: 'ResourceNotFoundException', message: 'Resource not found' };
  for (const name of ['none', 'api']) {
    expect(await refusalOf(describe([], serviceArn.replace('/web', `/${name}`)))).toMatchObject(missing);
  }
});

test('13.9 roles are passed, and assumed', async () => {
  expect(await refusalOf(create({}, { user: 'barred' }))).toMatchObject({
    code: 'AccessDeniedException',
    message: expect.stringContaining('iam:PassRole'),
  });
  expect(await refusalOf(create({ infrastructureRoleArn: role('stranger') }))).toMatchObject({
    code: 'AccessDeniedException',
    message: 'Cannot assume role',
  });
});

test('13.10 services of the seed run', async () => {
  const primaryContainer = { image: '{{registry}}/web:1' };
  const [region] = Object.values(seed.accounts[account]?.regions ?? {});
  const clusters = { shop: { expressServices: { web: { infrastructureRoleArn, primaryContainer } } } };
  const regions = { 'eu-west-1': { ...region, clusters, repositories: { web: { images: [{ tags: ['1'] }] } } } };
  await using other = await startSandbox({ seed: { accounts: { [account]: { ...seed.accounts[account], regions } } } });
  const command = new DescribeExpressGatewayServiceCommand({ serviceArn });
  const { service } = await ecsClient(other).send(command);
  expect(service?.activeConfigurations).toMatchObject([
    { primaryContainer: { image: expect.stringMatching(/^127\.0\.0\.1:\d+\/web:1$/) } },
  ]);
  expect(other.ecs.service('shop/web')).toMatchObject({
    runningCount: 1,
    deployments: [{ rolloutState: 'COMPLETED' }],
  });
});
