import { readFile } from 'node:fs/promises';
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { DescribeTargetGroupsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { expect, test } from 'vitest';
import { type Seed, startSandbox } from '../src/index.ts';
import {
  cloudFormationClient,
  configOf,
  ecsClient,
  loadBalancingClient,
  refusalOf,
  s3Client,
  secretsClient,
  ssmClient,
} from './clients.ts';
import { publishedProblems } from './published-models.ts';

const seed = JSON.parse(
  await readFile(new URL('../../../examples/sandbox/seed.json', import.meta.url), 'utf8'),
) as Seed;

test.each([
  ['111111111111', 'staging'],
  ['222222222222', 'production'],
])('account %s of the sample runs a shop, and what the shop needs is there', async (account, stage) => {
  await using sandbox = await startSandbox({ seed });
  const who = { account, role: 'deploy' };
  const cluster = `shop-${stage}`;
  const ecs = ecsClient(sandbox, who);
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster, services: ['api', 'worker', 'web'] }));
  expect(services?.map(({ runningCount, desiredCount }) => runningCount === desiredCount)).toEqual([true, true, true]);
  const { loadBalancers: [balancer] = [] } = services?.[2] ?? {};
  const TargetGroupArns = [String(balancer?.targetGroupArn)];
  const { TargetGroups } = await loadBalancingClient(sandbox, who).send(
    new DescribeTargetGroupsCommand({ TargetGroupArns }),
  );
  expect(TargetGroups).toHaveLength(1);
  const host = await ssmClient(sandbox, who).send(new GetParameterCommand({ Name: `/shop/${stage}/database/host` }));
  expect(host.Parameter?.Value).toBe(`db.${stage}.internal`);
  const secret = await secretsClient(sandbox, who).send(
    new GetSecretValueCommand({ SecretId: `shop/${stage}/payments` }),
  );
  expect(Object.keys(JSON.parse(secret.SecretString ?? ''))).toEqual(['key']);
  const stacks = await cloudFormationClient(sandbox, who).send(
    new DescribeStacksCommand({ StackName: 'shop-network' }),
  );
  expect(stacks.Stacks?.[0]?.Outputs?.[0]?.ExportName).toBe(`shop-${stage}:subnets`);
  const state = await s3Client(sandbox, who).send(
    new GetObjectCommand({ Bucket: `shop-${stage}-state`, Key: 'network/terraform.tfstate' }),
  );
  expect(JSON.parse((await state.Body?.transformToString()) ?? '').version).toBe(4);
  expect(publishedProblems(sandbox.requests())).toEqual([]);
});

test('a tag of the sample that ends in -broken breaks, and its log says why', async () => {
  await using sandbox = await startSandbox({ seed });
  const ecs = ecsClient(sandbox, { role: 'deploy' });
  const { taskDefinition } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'shop-api' }));
  const [container] = taskDefinition?.containerDefinitions ?? [];
  const registered = await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: 'shop-api',
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      requiresCompatibilities: ['FARGATE'],
      executionRoleArn: taskDefinition?.executionRoleArn,
      containerDefinitions: [{ ...container, image: 'elsewhere.test/shop/api:v1.0.0-broken' }],
    }),
  );
  await ecs.send(
    new UpdateServiceCommand({
      cluster: 'shop-staging',
      service: 'api',
      taskDefinition: String(registered.taskDefinition?.taskDefinitionArn),
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
    }),
  );
  await sandbox.clock.advance({ minutes: 3 });
  expect(sandbox.ecs.serviceDeployments('shop-staging/api')[0]?.status).toBe('ROLLBACK_SUCCESSFUL');
  expect(sandbox.ecs.tasks('shop-staging/api').map(({ stopCode }) => stopCode)).toContain('EssentialContainerExited');
  const logs = new CloudWatchLogsClient(configOf(sandbox.environment({ role: 'deploy' })));
  const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName: '/ecs/shop-api' }));
  expect(events?.[0]?.message).toBe('cannot connect to db.staging.internal');
});

test('the role of the sample may not pass the role of an administrator', async () => {
  await using sandbox = await startSandbox({ seed });
  const register = new RegisterTaskDefinitionCommand({
    family: 'shop-api',
    taskRoleArn: 'arn:aws:iam::111111111111:role/admin',
    containerDefinitions: [{ name: 'app', image: 'app:1', memory: 64 }],
  });
  expect((await refusalOf(ecsClient(sandbox, { role: 'deploy' }).send(register))).message).toContain('iam:PassRole');
});
