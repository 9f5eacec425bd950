import {
  CloudWatchLogsClient,
  StartLiveTailCommand,
  type StartLiveTailResponseStream,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/index.ts';
import { refusalOf } from '../clients.ts';

const account = '111111111111';
const region = 'eu-west-1';
const options = { 'awslogs-group': '/ecs/api', 'awslogs-stream-prefix': 'ecs', 'awslogs-region': region };
const logConfiguration = { logDriver: 'awslogs', options };
const group = `arn:aws:logs:${region}:${account}:log-group:/ecs/api`;

let sandbox: Sandbox;
let client: CloudWatchLogsClient;
beforeEach(async () => {
  const containerDefinitions = [{ name: 'app', image: 'app:1', memory: 64, logConfiguration }];
  const services = { api: { taskDefinition: 'api', desiredCount: 1 } };
  sandbox = await startSandbox({
    seed: {
      accounts: {
        [account]: {
          users: { developer: {} },
          regions: {
            [region]: { taskDefinitions: [{ family: 'api', containerDefinitions }], clusters: { shop: { services } } },
          },
        },
      },
    },
  });
  const env = sandbox.environment({ account, region });
  const credentials = { accessKeyId: env.AWS_ACCESS_KEY_ID ?? '', secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '' };
  // The host of a live tail begins with a name of its own, which loopback has not.
  client = new CloudWatchLogsClient({ endpoint: sandbox.endpoint, region, credentials, disableHostPrefix: true });
});
afterEach(async () => {
  client.destroy();
  await sandbox[Symbol.asyncDispose]();
});

async function tail(input: Partial<ConstructorParameters<typeof StartLiveTailCommand>[0]> = {}) {
  const { responseStream } = await client.send(new StartLiveTailCommand({ logGroupIdentifiers: [group], ...input }));
  if (responseStream === undefined) throw new TypeError('there is no stream');
  const events = responseStream[Symbol.asyncIterator]();
  return {
    async next(): Promise<StartLiveTailResponseStream> {
      return (await events.next()).value;
    },
    /** The next lines, at least so many. */
    async messages(count: number): Promise<readonly (string | undefined)[]> {
      const found: (string | undefined)[] = [];
      while (found.length < count) {
        const { sessionUpdate } = (await events.next()).value as StartLiveTailResponseStream;
        found.push(...(sessionUpdate?.sessionResults ?? []).map(({ message }) => message));
      }
      return found;
    },
  };
}

test('11.10 a live tail tells every second what has arrived, and ends after three hours', async () => {
  const stream = await tail({ logEventFilterPattern: 'line' });
  expect(await stream.next()).toMatchObject({
    sessionStart: { logGroupIdentifiers: [group], logEventFilterPattern: 'line' },
  });
  await sandbox.clock.advance({ seconds: 1 });
  expect(await stream.next()).toEqual({ sessionUpdate: { sessionMetadata: { sampled: false }, sessionResults: [] } });
  const many = Array.from({ length: 600 }, (_, index) => ({ afterSeconds: 30, message: `line ${index}` }));
  sandbox.ecs.behave({
    logs: [
      { afterSeconds: 1, message: 'line a' },
      { afterSeconds: 1, message: 'other' },
      { afterSeconds: 2, message: 'line b', lateSeconds: 5 },
      ...many,
    ],
  });
  sandbox.ecs.scale('shop/api', 2);
  await sandbox.clock.advance({ seconds: 20 });
  expect(await stream.messages(2)).toEqual(['line a', 'line b']);
  await sandbox.clock.advance({ seconds: 60 });
  expect(await stream.messages(1)).toHaveLength(500);
  await sandbox.clock.advance({ hours: 3 });
  const rest = async (): Promise<void> => {
    for (;;) await stream.next();
  };
  await expect(rest()).rejects.toMatchObject({ name: 'SessionTimeoutException' });
});

test('11.11 what a live tail cannot be of is refused', async () => {
  const refused = async (input: Parameters<typeof tail>[0]) => (await refusalOf(tail(input))).code;
  expect(await refused({ logGroupIdentifiers: [] })).toBe('InvalidParameterException');
  expect(await refused({ logGroupIdentifiers: Array(11).fill(group) })).toBe('InvalidParameterException');
  expect(await refused({ logGroupIdentifiers: [`${group}:*`] })).toBe('InvalidParameterException');
  expect(await refused({ logGroupIdentifiers: ['/ecs/api'] })).toBe('InvalidParameterException');
  expect(await refused({ logGroupIdentifiers: [group, group], logStreamNames: ['a'] })).toBe(
    'InvalidParameterException',
  );
  expect(await refused({ logStreamNames: ['a'], logStreamNamePrefixes: ['a'] })).toBe('InvalidParameterException');
});
