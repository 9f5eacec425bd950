import {
  DescribeTasksCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { expect, test } from 'vitest';
import { type Sandbox, type Seed, startSandbox } from '../../src/index.ts';
import { ecsClient } from '../clients.ts';

const account = '111111111111';
const secret = (name: string): string => `arn:aws:secretsmanager:eu-west-1:${account}:secret:${name}`;
const execution = `arn:aws:iam::${account}:role/execution`;

const seed: Seed = {
  accounts: {
    [account]: {
      roles: {
        execution: {
          permissions: {
            deny: [
              { actions: ['secretsmanager:*'], resources: [secret('shop/closed*')] },
              { actions: ['ssm:*'], resources: [`arn:aws:ssm:eu-west-1:${account}:parameter/closed`] },
            ],
          },
        },
      },
      regions: {
        'eu-west-1': {
          parameters: { '/shop/host': 'h', '/closed': 'c' },
          secrets: { 'shop/db': { value: { password: 'p' } }, 'shop/empty': {}, 'shop/closed': 'c' },
          taskDefinitions: [{ family: 'api', containerDefinitions: [{ name: 'app', image: 'app:1', memory: 64 }] }],
          clusters: { shop: { services: { api: { taskDefinition: 'api' } } } },
        },
        'us-east-1': {
          taskDefinitions: [{ family: 'api', containerDefinitions: [{ name: 'app', image: 'app:1', memory: 64 }] }],
          clusters: { shop: { services: { api: { taskDefinition: 'api' } } } },
        },
      },
    },
  },
};

/** Deploys a container with this secret and tells why its first task stopped; null when it runs. */
async function reasonWith(sandbox: Sandbox, valueFrom: string, region = 'eu-west-1'): Promise<string | null> {
  const client = ecsClient(sandbox, { region });
  const { taskDefinition } = await client.send(
    new RegisterTaskDefinitionCommand({
      family: 'api',
      executionRoleArn: execution,
      containerDefinitions: [{ name: 'app', image: 'app:1', memory: 64, secrets: [{ name: 'SECRET', valueFrom }] }],
    }),
  );
  const { service } = await client.send(
    new UpdateServiceCommand({
      cluster: 'shop',
      service: 'api',
      taskDefinition: String(taskDefinition?.taskDefinitionArn),
    }),
  );
  const startedBy = String(service?.deployments?.[0]?.id);
  await sandbox.clock.advance({ seconds: 15 });
  for (const desiredStatus of ['STOPPED', 'RUNNING'] as const) {
    const { taskArns = [] } = await client.send(new ListTasksCommand({ cluster: 'shop', startedBy, desiredStatus }));
    if (taskArns.length === 0) continue;
    const { tasks } = await client.send(new DescribeTasksCommand({ cluster: 'shop', tasks: taskArns }));
    if (desiredStatus === 'STOPPED') expect(tasks?.[0]?.stopCode).toBe('TaskFailedToStart');
    return tasks?.[0]?.stoppedReason ?? null;
  }
  throw new Error('there is no task');
}

const asm =
  'execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): ';
const ssm =
  'execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s): ';

test('8.17 secrets that are there are given to the task', async () => {
  await using sandbox = await startSandbox({ seed });
  const there = [
    '/shop/host',
    '/shop/host:1',
    `arn:aws:ssm:eu-west-1:${account}:parameter/shop/host`,
    secret('shop/db'),
  ];
  for (const valueFrom of [...there, `${sandbox.secretsManager.arn('shop/db')}:password::`]) {
    expect(await reasonWith(sandbox, valueFrom)).toBeNull();
  }
  expect(await reasonWith(sandbox, secret('any').replace('eu-west-1', 'us-east-1'), 'us-east-1')).toBeNull();
  expect(await reasonWith(sandbox, '/any', 'us-east-1')).toBeNull();
});

test.each([
  [
    secret('none'),
    `${asm}failed to fetch secret ${secret('none')} from secrets manager: ResourceNotFoundException: Secrets Manager can't find the specified secret. status code: 400, request id: `,
  ],
  [secret('shop/empty'), "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT"],
  [`${secret('shop/db')}::AWSPREVIOUS:`, 'secret value for staging label: AWSPREVIOUS'],
  [`${secret('shop/db')}:user::`, `${asm}retrieved secret from Secrets Manager did not contain json key user`],
  [secret('shop/closed'), 'is not authorized to perform: secretsmanager:GetSecretValue on resource: '],
  ['/shop/none', `${ssm}invalid ssm parameters: /shop/none`],
  ['/shop/host:9', `${ssm}invalid ssm parameters: /shop/host`],
  ['/closed', `${ssm}AccessDeniedException: User: arn:aws:sts::${account}:assumed-role/execution/`],
])('8.17 %s stops the task', async (valueFrom, reason) => {
  await using sandbox = await startSandbox({ seed });
  const said = await reasonWith(sandbox, valueFrom);
  expect(said).toContain(reason);
  expect(said).toMatch(/^ResourceInitializationError: unable to pull secrets or registry auth: /);
});
