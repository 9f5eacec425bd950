import {
  DescribeTasksCommand,
  ExecuteCommandCommand,
  type ExecuteCommandCommandInput,
  ListTasksCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Sandbox, type Seed, startSandbox } from '../../src/index.ts';
import { ecsClient, refusalOf, type Who } from '../clients.ts';
import { publishedProblems } from '../published-models.ts';

const account = '111111111111';
const container = { name: 'app', image: 'app:1', memory: 64 };
const seed: Seed = {
  accounts: {
    [account]: {
      users: {
        developer: {},
        outsider: { permissions: { deny: [{ actions: ['ecs:ExecuteCommand'], resources: ['*:cluster/*'] }] } },
      },
      regions: {
        'eu-west-1': {
          taskDefinitions: [
            { family: 'one', containerDefinitions: [container] },
            { family: 'two', containerDefinitions: [container, { ...container, name: 'log' }] },
          ],
          clusters: {
            shop: {
              services: {
                open: { taskDefinition: 'one', enableExecuteCommand: true },
                pair: { taskDefinition: 'two', enableExecuteCommand: true },
                closed: { taskDefinition: 'one' },
              },
            },
          },
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
const taskOf = async (serviceName: string) => {
  const { taskArns } = await client().send(new ListTasksCommand({ cluster: 'shop', serviceName }));
  return taskArns?.at(-1) ?? '';
};
const execute = async (service: string, input: Partial<ExecuteCommandCommandInput> = {}, who?: Who) => {
  const whole = { cluster: 'shop', task: await taskOf(service), command: '/bin/sh', interactive: true, ...input };
  return client(who).send(new ExecuteCommandCommand(whole));
};
const agentOf = async (service: string) => {
  const command = new DescribeTasksCommand({ cluster: 'shop', tasks: [await taskOf(service)] });
  return (await client().send(command)).tasks?.[0]?.containers?.[0]?.managedAgents?.[0]?.lastStatus;
};
const invalid = (message: unknown) => ({ code: 'InvalidParameterException', message });

test('8.28 a session is opened to the container that is meant', async () => {
  expect(await execute('open')).toMatchObject({
    containerName: 'app',
    interactive: true,
    session: {
      sessionId: expect.stringMatching(/^ecs-execute-command-/),
      streamUrl: expect.stringMatching(/^wss:/),
      tokenValue: expect.any(String),
    },
  });
  expect(await execute('pair', { container: 'log' })).toMatchObject({ containerName: 'log' });
  for (const input of [{}, { container: 'none' }, { container: 'log', task: 'none' }]) {
    expect(await refusalOf(execute('pair', input))).toMatchObject(invalid(expect.any(String)));
  }
  expect(await refusalOf(execute('open', { interactive: false }))).toMatchObject(
    invalid('Interactive is the only mode supported currently.'),
  );
});

test('8.29 a task must have been started with it', async () => {
  expect(await agentOf('open')).toBe('RUNNING');
  expect(await agentOf('closed')).toBeUndefined();
  const refused = invalid(expect.stringMatching(/^The execute command failed because .* agent isn’t running\./));
  expect(await refusalOf(execute('closed'))).toMatchObject(refused);
  const change = { cluster: 'shop', service: 'closed', enableExecuteCommand: true };
  await client().send(new UpdateServiceCommand(change));
  await sandbox.clock.advance({ minutes: 5 });
  expect(await refusalOf(execute('closed'))).toMatchObject(refused);
  await client().send(new UpdateServiceCommand({ ...change, forceNewDeployment: true }));
  await sandbox.clock.advance({ minutes: 5 });
  expect(await execute('closed')).toMatchObject({ containerName: 'app' });
});

test('8.30 the cluster must be allowed too', async () => {
  expect(await refusalOf(execute('open', {}, { user: 'outsider' }))).toMatchObject({
    code: 'AccessDeniedException',
    message: expect.stringContaining(`on resource: arn:aws:ecs:eu-west-1:${account}:cluster/shop`),
  });
});
