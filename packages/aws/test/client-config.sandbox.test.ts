import { type AddressInfo, connect, createServer } from 'node:net';
import { DescribeServicesCommand, ECSClient, ListClustersCommand } from '@aws-sdk/client-ecs';
import { startSandbox } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { version } from '../src/api/version.ts';
import { translateError, useSession } from '../src/index.ts';
import { account, worldOf } from './test-context.ts';

const seed = { accounts: { [account]: { regions: { 'eu-west-1': { clusters: { shop: {} } } } } } };
const about = { operation: 'ecs:ListClusters' };

test('calls say who makes them, in the region of the environment', async () => {
  await using sandbox = await startSandbox({ seed });
  const env = { ...sandbox.environment({ account }), AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-east-1' };
  const context = worldOf(sandbox, { env });
  const ecs = new ECSClient((await useSession(context)).clientConfigFor('ecs'));
  await ecs.send(new ListClustersCommand({}));
  const requests = sandbox.requests();
  expect(requests.map(({ operation, region }) => [operation, region])).toEqual([
    ['sts.GetCallerIdentity', 'eu-west-1'],
    ['ecs.ListClusters', 'eu-west-1'],
  ]);
  for (const { headers } of requests) expect(headers['user-agent']).toContain(` funade/${version}`);
  await context.resources.close();
});

test('one connection serves every client, one after the other, and outlives them', async () => {
  await using sandbox = await startSandbox({ seed });
  await using proxy = await countingProxy(sandbox.endpoint);
  const context = worldOf(sandbox, { env: { ...sandbox.environment({ account }), AWS_ENDPOINT_URL: proxy.endpoint } });
  const session = await useSession(context);
  for (let i = 0; i < 5; i++) {
    const client = new ECSClient(session.clientConfigFor('ecs'));
    await client.send(new ListClustersCommand({}));
    client.destroy();
  }
  expect(proxy.connections()).toBe(1);
  await context.resources.close();
});

test('the endpoint of a service wins over that of all', async () => {
  await using sandbox = await startSandbox({ seed });
  await using other = await startSandbox({ seed });
  const env = { ...sandbox.environment({ account }), AWS_ENDPOINT_URL_ECS: other.endpoint };
  const context = worldOf(sandbox, { env });
  const session = await useSession(context);
  await new ECSClient(session.clientConfigFor('ecs')).send(new ListClustersCommand({}));
  await new ECSClient(session.clientConfigFor('ecr')).send(new ListClustersCommand({}));
  expect(other.requests().map(({ operation }) => operation)).toEqual(['ecs.ListClusters']);
  expect(sandbox.requests('ecs.*')).toHaveLength(1);
  await context.resources.close();
});

test.each([
  ['throttling', { code: 'ThrottlingException', message: 'Rate exceeded' }, 3000],
  ['a cut connection', { reset: true as const }, 300],
  ['a fault of AWS', { code: 'ServerException', status: 500 }, 300],
])('%s is waited out on the clock', async (...[, fault, least]) => {
  await using sandbox = await startSandbox({ seed });
  const context = worldOf(sandbox, { env: sandbox.environment({ account }) });
  const ecs = new ECSClient((await useSession(context)).clientConfigFor('ecs'));
  const before = sandbox.clock.now();
  sandbox.faults.next('ecs.ListClusters', fault, 3);
  await ecs.send(new ListClustersCommand({}));
  expect(sandbox.requests('ecs.ListClusters')).toHaveLength(4);
  expect(sandbox.clock.now() - before).toBeGreaterThanOrEqual(least);
  await context.resources.close();
});

test.each([
  ['throttling', { code: 'ThrottlingException', message: 'Rate exceeded' }, 'AWS_THROTTLED', 8],
  ['a network that stays down', { reset: true as const }, 'AWS_NETWORK', 8],
  ['AWS being down', { code: 'ServerException', status: 503 }, 'AWS_UNAVAILABLE', 8],
  ['a denial', { code: 'AccessDeniedException' }, 'AWS_ACCESS_DENIED', 1],
  ['an expired session', { code: 'ExpiredTokenException' }, 'AWS_EXPIRED_TOKEN', 1],
  ['a quota', { code: 'LimitExceededException' }, 'AWS_ERROR', 1],
  ['a page of a proxy', { body: '<html>sign in</html>', status: 200 }, 'AWS_BAD_ANSWER', 1],
])('%s ends as %j', async (...[, fault, code, attempts]) => {
  await using sandbox = await startSandbox({ seed });
  const context = worldOf(sandbox, { env: sandbox.environment({ account }) });
  const ecs = new ECSClient((await useSession(context)).clientConfigFor('ecs'));
  sandbox.faults.always('ecs.ListClusters', fault);
  const error: unknown = await ecs.send(new ListClustersCommand({})).catch((thrown: unknown) => thrown);
  expect(translateError(error, about)).toMatchObject({ code });
  expect(sandbox.requests('ecs.ListClusters')).toHaveLength(attempts);
  await context.resources.close();
});

test('a signal stops the wait between attempts', async () => {
  await using sandbox = await startSandbox({ seed });
  const abort = new AbortController();
  const context = worldOf(sandbox, { env: sandbox.environment({ account }), signal: abort.signal });
  const ecs = new ECSClient((await useSession(context)).clientConfigFor('ecs'));
  sandbox.clock.autoAdvance = false;
  sandbox.faults.always('ecs.DescribeServices', { code: 'ThrottlingException' });
  const call = ecs.send(new DescribeServicesCommand({ services: ['api'] }), { abortSignal: abort.signal });
  await sandbox.clock.advance({ milliseconds: 1 });
  abort.abort();
  const error: unknown = await call.catch((thrown: unknown) => thrown);
  expect(['AWS_ABORTED', 'AWS_THROTTLED']).toContain(translateError(error, about).code);
  expect(sandbox.requests('ecs.DescribeServices')).toHaveLength(1);
  await context.resources.close();
});

test('a connection that nobody takes is given up', async () => {
  await using sandbox = await startSandbox({ seed });
  const env = { ...sandbox.environment({ account }), AWS_ENDPOINT_URL_ECS: 'http://127.0.0.1:1' };
  const context = worldOf(sandbox, { env });
  const ecs = new ECSClient((await useSession(context)).clientConfigFor('ecs'));
  const error: unknown = await ecs.send(new ListClustersCommand({})).catch((thrown: unknown) => thrown);
  expect(translateError(error, about).message).toBe(
    'ecs:ListClusters got no answer from AWS: ECONNREFUSED (8 attempts)',
  );
  await context.resources.close();
});

/** Hands every byte on to the endpoint, and counts who connects. */
async function countingProxy(
  endpoint: string,
): Promise<AsyncDisposable & { readonly endpoint: string; connections(): number }> {
  let connections = 0;
  const server = createServer((client) => {
    connections++;
    const upstream = connect(Number(new URL(endpoint).port), '127.0.0.1');
    client.pipe(upstream).pipe(client);
    client.on('error', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
