import { DescribeRepositoriesCommand } from '@aws-sdk/client-ecr';
import { CreateClusterCommand, ListClustersCommand } from '@aws-sdk/client-ecs';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { startSandbox } from '../src/index.ts';
import { ecrClient, ecsClient, refusalOf, stsClient } from './clients.ts';
import { loggedIn } from './images.ts';

const list = new ListClustersCommand({});

test('the next calls of an operation fail, the one after goes well', async () => {
  await using sandbox = await startSandbox();
  sandbox.faults.next('ecs.ListClusters', { code: 'ThrottlingException' }, 2);
  sandbox.faults.next('ecs.ListClusters', { code: 'ServerException' });
  const ecs = ecsClient(sandbox);
  const throttled = { code: 'ThrottlingException', message: 'Rate exceeded', status: 400 };
  expect(await refusalOf(ecs.send(list))).toEqual(throttled);
  expect(await refusalOf(ecs.send(list))).toEqual(throttled);
  expect(await refusalOf(ecs.send(list))).toMatchObject({ code: 'ServerException', status: 500 });
  await ecs.send(list);
  expect(sandbox.requests('ecs.*').map(({ status, error }) => [status, error])).toEqual([
    [400, 'ThrottlingException'],
    [400, 'ThrottlingException'],
    [500, 'ServerException'],
    [200, null],
  ]);
});

test('every call of a service fails until the faults are cleared', async () => {
  await using sandbox = await startSandbox();
  sandbox.faults.always('sts.*', { code: 'ServiceUnavailable', message: 'not today' });
  const whoAmI = () => stsClient(sandbox).send(new GetCallerIdentityCommand({}));
  expect(await refusalOf(whoAmI())).toEqual({ code: 'ServiceUnavailable', message: 'not today', status: 503 });
  await ecsClient(sandbox).send(list);
  sandbox.faults.clear();
  await whoAmI();
});

test('a connection is cut before the work, or after it', async () => {
  await using sandbox = await startSandbox();
  const ecs = ecsClient(sandbox);
  const create = (clusterName: string) => ecs.send(new CreateClusterCommand({ clusterName }));
  sandbox.faults.next('ecs.CreateCluster', { reset: true });
  sandbox.faults.next('ecs.CreateCluster', { reset: 'after' });
  expect((await refusalOf(create('before'))).message).toMatch(/socket hang up|ECONNRESET/);
  expect((await refusalOf(create('after'))).message).toMatch(/socket hang up|ECONNRESET/);
  expect((await ecs.send(list)).clusterArns).toEqual([expect.stringContaining('cluster/after')]);
  expect(sandbox.requests('ecs.CreateCluster').map(({ status, response }) => [status, response])).toEqual([
    [0, null],
    [0, { cluster: expect.objectContaining({ clusterName: 'after' }) }],
  ]);
});

test('an answer can be anything at all', async () => {
  await using sandbox = await startSandbox();
  const html = { body: '<html>bad gateway</html>', status: 502, headers: { 'content-type': 'text/html' } };
  sandbox.faults.next('ecr.DescribeRepositories', html);
  const call = ecrClient(sandbox).send(new DescribeRepositoriesCommand({}));
  expect(await refusalOf(call)).toMatchObject({ status: 502 });
});

test('latency and delay pass on the virtual clock, and the narrowest pattern counts', async () => {
  await using sandbox = await startSandbox();
  const began = sandbox.clock.now();
  sandbox.faults.latency('*', 40);
  sandbox.faults.latency('ecs.ListClusters', 1000);
  sandbox.faults.next('ecs.ListClusters', { delay: 60_000 });
  await ecsClient(sandbox).send(list);
  expect(sandbox.clock.now() - began).toBe(61_000);
  await stsClient(sandbox).send(new GetCallerIdentityCommand({}));
  expect(sandbox.clock.now() - began).toBe(61_040);
});

test('a fault of a call nobody could prove is still told in place of the refusal', async () => {
  await using sandbox = await startSandbox();
  sandbox.faults.next('ecs.ListClusters', { code: 'ExpiredTokenException' });
  expect(await refusalOf(ecsClient(sandbox).send(list))).toEqual({
    code: 'ExpiredTokenException',
    message: 'The security token included in the request is expired',
    status: 400,
  });
});

test('the registry fails in its own words', async () => {
  await using sandbox = await startSandbox();
  const registry = await loggedIn(sandbox);
  sandbox.faults.next('registry.GET base', { code: 'TOOMANYREQUESTS' });
  sandbox.faults.next('registry.GET base', { reset: true });
  const refused = await registry.fetch('/v2/');
  expect(refused.status).toBe(429);
  expect(await refused.json()).toEqual({ errors: [{ code: 'TOOMANYREQUESTS', message: 'Rate exceeded' }] });
  await expect(registry.fetch('/v2/')).rejects.toThrow();
  expect((await registry.fetch('/v2/')).status).toBe(200);
});

test('a request is logged with its body, headers, account and time, the login of a registry apart', async () => {
  await using sandbox = await startSandbox();
  await ecsClient(sandbox).send(new ListClustersCommand({ maxResults: 3 }));
  await (await loggedIn(sandbox)).fetch('/v2/?x=1');
  expect(sandbox.requests('ecs.ListClusters')).toMatchObject([
    {
      operation: 'ecs.ListClusters',
      body: { maxResults: 3 },
      headers: { 'content-type': 'application/x-amz-json-1.1' },
      account: '111111111111',
      region: 'us-east-1',
      at: sandbox.clock.now(),
      status: 200,
      response: { clusterArns: [] },
    },
  ]);
  const [base] = sandbox.requests('registry.*');
  expect(base).toMatchObject({ operation: 'registry.GET base', body: { path: '/v2/', query: { x: '1' } } });
  expect(base?.headers.authorization).toBeUndefined();
});
