import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { ECSClient, ListClustersCommand } from '@aws-sdk/client-ecs';
import { type Sandbox, startSandbox } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { useHttp } from '../src/http/http.ts';
import { translateError, useSession } from '../src/index.ts';
import { account, role, worldOf } from './test-context.ts';

const seed = { accounts: { [account]: { regions: { 'eu-west-1': { clusters: { shop: {} } } } } } };

/** A server of somebody else's, on the sandbox's time. */
async function startServer(answer: RequestListener): Promise<AsyncDisposable & { readonly url: URL }> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A byte every twenty seconds. */
const trickle =
  (sandbox: Sandbox): RequestListener =>
  async (_, response) => {
    while (!response.destroyed) {
      response.write('x');
      await sandbox.clock.sleep(20_000);
    }
  };

test('a call of AWS that gets no answer is given up after thirty seconds, and tried as any other', async () => {
  await using sandbox = await startSandbox({ seed });
  const context = worldOf(sandbox, { env: sandbox.environment({ account }) });
  const ecs = new ECSClient((await useSession(context)).clientConfigFor('ecs', 2));
  const before = sandbox.clock.now();
  sandbox.faults.always('ecs.ListClusters', { delay: 3_600_000 });
  const error: unknown = await ecs.send(new ListClustersCommand({})).catch((thrown: unknown) => thrown);
  expect(translateError(error, { operation: 'ecs:ListClusters' })).toMatchObject({ code: 'AWS_NETWORK' });
  expect(sandbox.clock.now() - before).toBeGreaterThanOrEqual(60_000);
  expect(sandbox.clock.now() - before).toBeLessThan(65_000);
  await context.resources.close();
});

test('a call of AWS whose answer trickles is given up', async () => {
  await using sandbox = await startSandbox({ seed });
  await using server = await startServer(trickle(sandbox));
  const env = { ...sandbox.environment({ account }), AWS_ENDPOINT_URL_ECS: server.url.href };
  const context = worldOf(sandbox, { env });
  const ecs = new ECSClient((await useSession(context)).clientConfigFor('ecs', 1));
  const error: unknown = await ecs.send(new ListClustersCommand({})).catch((thrown: unknown) => thrown);
  expect(translateError(error, { operation: 'ecs:ListClusters' })).toMatchObject({
    code: 'AWS_NETWORK',
    message: 'ecs:ListClusters got no answer from AWS: TimeoutError',
  });
  await context.resources.close();
});

test('a call of AWS whose answer does not end is given up', async () => {
  await using sandbox = await startSandbox({ seed });
  await using server = await startServer((_, response) => {
    const block = Buffer.alloc(1024 * 1024, ' ');
    const more = (): void =>
      void (response.destroyed || (response.write(block) ? setImmediate(more) : response.once('drain', more)));
    more();
  });
  const env = { ...sandbox.environment({ account }), AWS_ENDPOINT_URL_ECS: server.url.href };
  const context = worldOf(sandbox, { env });
  const ecs = new ECSClient((await useSession(context)).clientConfigFor('ecs'));
  const error: unknown = await ecs.send(new ListClustersCommand({})).catch((thrown: unknown) => thrown);
  expect(translateError(error, { operation: 'ecs:ListClusters' })).toMatchObject({ code: 'ANSWER_TOO_LARGE' });
  await context.resources.close();
});

test.each([
  ['hangs', () => () => {}],
  ['trickles', trickle],
])('a token endpoint that %s ends the run', async (_, answer) => {
  await using sandbox = await startSandbox({ seed });
  await using server = await startServer(answer(sandbox));
  const context = worldOf(sandbox, {
    environment: { role },
    env: { ACTIONS_ID_TOKEN_REQUEST_URL: server.url.href, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'abc' },
  });
  await expect(useSession(context)).rejects.toMatchObject({ code: 'ID_TOKEN_REQUEST_FAILED' });
  await context.resources.close();
});

test('a body that keeps coming may take its time, and no longer', async () => {
  await using sandbox = await startSandbox({ seed });
  await using server = await startServer(trickle(sandbox));
  const context = worldOf(sandbox);
  const { open } = await useHttp(context);
  const limits = { total: 600_000 };
  const before = sandbox.clock.now();
  const { body } = await open({ method: 'GET', url: server.url, limits });
  await expect(text(body)).rejects.toThrow(`${server.url.host} took more than 600 s`);
  expect(sandbox.clock.now() - before).toBe(600_000);
  await context.resources.close();
});

test('a redirect takes no login to another host, never leaves TLS, and does not go round for ever', async () => {
  await using sandbox = await startSandbox({ seed });
  await using other = await startServer((request, response) => response.end(JSON.stringify(request.headers)));
  await using server = await startServer((request, response) => {
    const location = request.url === '/away' ? other.url.href : `${request.url}x`;
    response.writeHead(307, { location }).end();
  });
  const context = worldOf(sandbox);
  const { send } = await useHttp(context);
  const headers = { authorization: 'Basic abc', accept: 'text/plain' };
  const { bytes, url } = await send({ method: 'GET', url: new URL('/away', server.url), headers });
  expect(url.host).toBe(other.url.host);
  expect(JSON.parse(bytes.toString('utf8'))).toMatchObject({ accept: 'text/plain', host: other.url.host });
  expect(JSON.parse(bytes.toString('utf8'))).not.toHaveProperty('authorization');
  await expect(send({ method: 'GET', url: server.url })).rejects.toMatchObject({ code: 'REDIRECT_REFUSED' });
  await context.resources.close();
});
