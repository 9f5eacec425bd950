import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DescribeTaskDefinitionCommand, ECSClient, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { startSandbox } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { isAwsError, sendRaw, useSession } from '../src/index.ts';
import { account, worldOf } from './test-context.ts';

const seed = { accounts: { [account]: { regions: { 'eu-west-1': {} } } } };

/** A server that answers everything with this text, and a client of it. */
async function clientOf(answer: string, status = 200): Promise<AsyncDisposable & { readonly ecs: ECSClient }> {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const ecs = new ECSClient({
    region: 'eu-west-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
  return {
    ecs,
    async [Symbol.asyncDispose]() {
      ecs.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const describeTask = () => new DescribeTaskDefinitionCommand({ taskDefinition: 'shop-api' });

test('an answer keeps what the SDK drops, to the last empty text', async () => {
  const answer = {
    taskDefinition: {
      family: 'shop-api',
      revision: 0,
      containerDefinitions: [
        {
          name: 'app',
          command: [],
          environment: [{ name: 'EMPTY', value: '' }],
          links: null,
          essential: false,
          cpu: 0,
        },
      ],
      fieldOfNextYear: { of: ['any', 'shape', { deep: 0.5 }] },
      registeredAt: 1_760_000_000.123,
    },
    tags: [],
  };
  await using server = await clientOf(JSON.stringify(answer));
  const { output, body } = await sendRaw(server.ecs, describeTask());
  expect(body).toEqual(answer);
  expect(output.taskDefinition?.family).toBe('shop-api');
  expect(output.taskDefinition?.registeredAt).toBeInstanceOf(Date);
  expect(output.taskDefinition).not.toHaveProperty('fieldOfNextYear');
});

test.each([
  ['letters of many bytes', '{"family":"船出"}', { family: '船出' }],
  ['an empty answer', '', {}],
  ['an answer longer than a packet', JSON.stringify({ long: 'x'.repeat(300_000) }), { long: 'x'.repeat(300_000) }],
])('the answer is read whole: %s', async (_, answer, body) => {
  await using server = await clientOf(answer);
  expect((await sendRaw(server.ecs, describeTask())).body).toEqual(body);
});

test('an error stays the error of the SDK', async () => {
  await using server = await clientOf('{"__type":"ClientException","message":"Unable to describe."}', 400);
  const error: unknown = await sendRaw(server.ecs, describeTask()).catch((thrown: unknown) => thrown);
  expect(isAwsError(error, 'ClientException')).toBe(true);
  expect(error).toMatchObject({ message: 'Unable to describe.' });
});

test('a request goes out as it was given, measured and signed', async () => {
  await using sandbox = await startSandbox({ seed });
  const context = worldOf(sandbox, { env: sandbox.environment({ account }) });
  const ecs = new ECSClient((await useSession(context)).clientConfigFor('ecs'));
  const body = {
    family: 'shop-api',
    containerDefinitions: [
      {
        name: 'app',
        image: '船出/app:1',
        command: [],
        memory: 128,
        environment: [{ name: 'EMPTY', value: '' }],
        cpu: 0,
      },
    ],
    volumes: [],
    fieldOfNextYear: { of: ['any', 'shape'] },
  };
  const command = new RegisterTaskDefinitionCommand({ family: 'sdk', containerDefinitions: [] });
  await sendRaw(ecs, command, { body });
  const [request] = sandbox.requests('ecs.RegisterTaskDefinition');
  expect(request).toMatchObject({ status: 200, body });
  expect(request?.headers['content-length']).toBe(String(Buffer.byteLength(JSON.stringify(body))));
  await context.resources.close();
});

test('a repeated attempt sends the same body', async () => {
  await using sandbox = await startSandbox({ seed });
  const context = worldOf(sandbox, { env: sandbox.environment({ account }) });
  const ecs = new ECSClient((await useSession(context)).clientConfigFor('ecs'));
  sandbox.faults.next('ecs.RegisterTaskDefinition', { code: 'ThrottlingException' }, 2);
  const body = { family: 'shop-api', containerDefinitions: [{ name: 'app', image: 'app:1', memory: 128 }] };
  const command = new RegisterTaskDefinitionCommand({ family: 'sdk', containerDefinitions: [] });
  const { body: answer } = await sendRaw(ecs, command, { body });
  expect(sandbox.requests('ecs.RegisterTaskDefinition').map((request) => request.body)).toEqual([body, body, body]);
  expect(answer).toMatchObject({ taskDefinition: { family: 'shop-api', revision: 1 } });
  await context.resources.close();
});

test('a signal stops the call', async () => {
  await using sandbox = await startSandbox({ seed });
  const context = worldOf(sandbox, { env: sandbox.environment({ account }) });
  const ecs = new ECSClient((await useSession(context)).clientConfigFor('ecs'));
  const call = sendRaw(ecs, describeTask(), { signal: AbortSignal.abort() });
  await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  expect(sandbox.requests('ecs.*')).toEqual([]);
  await context.resources.close();
});
