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
import { type DataChannel, openDataChannel } from './data-channel.ts';

const account = '111111111111';
const container = { name: 'app', image: 'app:1', memory: 64, environment: [{ name: 'SHOP', value: 'demo' }] };
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
      streamUrl: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+\/v1\/data-channel\/ecs-execute-command-/),
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

const channelOf = async (command: string, token?: string): Promise<DataChannel> => {
  const { session } = await execute('open', { command });
  return openDataChannel({ url: session?.streamUrl ?? '', token: token ?? session?.tokenValue ?? '' });
};

test('8.31 a session is a WebSocket that speaks the protocol of the plugin', async () => {
  await using channel = await channelOf('echo hello');
  expect(await channel.next('output_stream_data')).toMatchObject({
    sequence: 0,
    payloadType: 5,
    json: {
      RequestedClientActions: [{ ActionType: 'SessionType', ActionParameters: { SessionType: 'InteractiveCommands' } }],
    },
  });
  channel.input(6, '{}');
  expect(await channel.next('acknowledge')).toMatchObject({
    json: { AcknowledgedMessageType: 'input_stream_data', AcknowledgedMessageSequenceNumber: 0 },
  });
  expect(await channel.next('output_stream_data')).toMatchObject({ sequence: 1, payloadType: 7 });
  channel.input(3, '{"cols":80,"rows":24}');
  expect(await channel.next('output_stream_data')).toMatchObject({ sequence: 2, payloadType: 1, text: 'hello\r\n' });
  expect(await channel.next('channel_closed')).toMatchObject({ json: { MessageType: 'channel_closed' } });

  await using wrong = await channelOf('echo hello', 'guessed');
  await wrong.closed;
  await expect(openDataChannel({ url: wrong.url.replace(/command-[^?]+/, 'command-0'), token: '' })).rejects.toThrow();
});

test('8.32 the agent knows a handful of commands', async () => {
  const outputOf = async (command: string, typed?: string): Promise<string> => {
    await using channel = await channelOf(command);
    return await channel.run(typed);
  };
  expect(await outputOf(`echo "a  b" 'c $SHOP' $SHOP`)).toBe('a  b c $SHOP demo\r\n');
  expect(await outputOf('env')).toBe('SHOP=demo\r\n');
  expect(await outputOf(`sh -c 'false; echo "code $?" && exit 3'`)).toBe('code 1\r\n');
  expect(await outputOf('rails console')).toBe('sh: rails: not found\r\n');
  expect(await outputOf('/bin/sh', 'echo hi\rtrue\u0003exit\r')).toBe('# echo hi\r\nhi\r\n# true^C\r\n# exit\r\n');
  expect(await outputOf('sh', 'missing\n\u0004')).toBe('# missing\r\nsh: missing: not found\r\n# ');
});
