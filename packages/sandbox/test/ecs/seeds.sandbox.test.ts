import { CreateServiceCommand, DescribeServicesCommand, DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { expect, test } from 'vitest';
import { type Sandbox, type Seed, startSandbox } from '../../src/index.ts';
import { ecsClient, iamClient, refusalOf } from '../clients.ts';

const family = {
  family: 'web',
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '256',
  memory: '512',
  containerDefinitions: [
    {
      name: 'app',
      image: '{{registry}}/app:1',
      portMappings: [{ containerPort: 80 }],
      logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/web' } },
    },
  ],
};
const targetGroupArn = 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/web/1';
const seedOf = (service: object, more: object = {}): Seed => ({
  accounts: {
    '111111111111': {
      regions: {
        'eu-west-1': {
          repositories: { app: { images: [{ tags: ['1'] }] } },
          taskDefinitions: [family],
          clusters: { shop: { services: { web: { taskDefinition: 'web', ...service } } } },
          ...more,
        },
      },
    },
  },
});

test('12.8 may leave out what ECS asks for', async () => {
  await using sandbox = await startSandbox({
    seed: seedOf({ launchType: 'FARGATE', loadBalancers: [{ targetGroupArn }] }),
  });
  const client = ecsClient(sandbox);
  const { services } = await client.send(new DescribeServicesCommand({ cluster: 'shop', services: ['web'] }));
  expect(services).toMatchObject([
    {
      runningCount: 1,
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-sandbox'] } },
      loadBalancers: [{ targetGroupArn, containerName: 'app', containerPort: 80 }],
    },
  ]);
  const { taskDefinition } = await client.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'web' }));
  const executionRoleArn = 'arn:aws:iam::111111111111:role/ecsTaskExecutionRole';
  expect(taskDefinition).toMatchObject({
    executionRoleArn,
    containerDefinitions: [
      {
        logConfiguration: { options: { 'awslogs-region': 'eu-west-1', 'awslogs-stream-prefix': 'ecs' } },
      },
    ],
  });
  const { Role } = await iamClient(sandbox).send(new GetRoleCommand({ RoleName: 'ecsTaskExecutionRole' }));
  expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toContain('ecs-tasks.amazonaws.com');
});

test.each([
  [
    'a task definition that is not there',
    seedOf({ taskDefinition: 'nope' }),
    'there is no task definition nope in this region\n  → at accounts.111111111111.regions.eu-west-1.clusters.shop.services.web.taskDefinition',
  ],
  [
    'a task definition that ECS refuses',
    seedOf({}, { taskDefinitions: [{ ...family, memory: '999' }] }),
    'No Fargate configuration exists for given values: 256 CPU, 999 memory.\n  → at accounts.111111111111.regions.eu-west-1.taskDefinitions[0]',
  ],
  [
    'a service that ECS refuses',
    seedOf({ launchType: 'FARGATE', placementStrategy: [{ type: 'random' }] }),
    'Placement strategies are not supported with FARGATE launch type.\n  → at accounts.111111111111.regions.eu-west-1.clusters.shop.services.web',
  ],
])('12.9 with %s is refused with its path', async (_, wrong, message) => {
  const refused = startSandbox({ seed: wrong });
  await expect(refused).rejects.toBeInstanceOf(TypeError);
  await expect(refused).rejects.toMatchObject({
    code: 'SEED_INVALID',
    message: `the seed is not valid\n✖ ${message}`,
    problems: [expect.stringMatching(/^accounts\.1+\.regions\.eu-west-1\./)],
  });
});

test.each([
  [{ type: 'crashes' }, /becomes\.type: expected one of running, never-starts, .*interrupted$/],
  ['crashes', /becomes\.type: expected one of running, .*interrupted$/],
  [{ type: 'exits', code: 'one' }, /becomes\.code: .*expected (?:int|number), received string$/],
  [7, /becomes: .*expected object, received number$/],
])('a behaviour that becomes %j is told what it can be', async (becomes, problem) => {
  const regions = { 'eu-west-1': { behaviours: [{ match: {}, becomes }] } };
  const seed = { accounts: { '111111111111': { regions } } } as never;
  await expect(startSandbox({ seed })).rejects.toMatchObject({ problems: [expect.stringMatching(problem)] });
});

test('3.19 a target group that is not there is refused, unless there are none at all', async () => {
  const create = async (sandbox: Sandbox, arn: string) =>
    ecsClient(sandbox).send(
      new CreateServiceCommand({
        cluster: 'shop',
        serviceName: 'other',
        taskDefinition: 'web',
        networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
        loadBalancers: [{ targetGroupArn: arn, containerName: 'app', containerPort: 80 }],
      }),
    );
  const balanced = { loadBalancers: [{ targetGroupArn }] };
  await using without = await startSandbox({ seed: seedOf(balanced) });
  expect((await create(without, targetGroupArn)).service?.status).toBe('ACTIVE');
  await using sandbox = await startSandbox({ seed: seedOf(balanced, { targetGroups: { api: { id: '1' } } }) });
  expect(await refusalOf(create(sandbox, targetGroupArn))).toMatchObject({
    code: 'InvalidParameterException',
    message: `The specified target group does not exist: ${targetGroupArn}`,
  });
  expect((await create(sandbox, targetGroupArn.replace('/web/', '/api/'))).service?.status).toBe('ACTIVE');
});
