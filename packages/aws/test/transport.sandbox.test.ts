import { PassThrough, Readable } from 'node:stream';
import type { RunContext, TracedCall, Transport } from '@funade/core';
import { buildContext, createVirtualClock } from '@funade/core/testing';
import { startSandbox } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { useHttp, useSession } from '../src/index.ts';
import { account, deploying, githubJob, seed } from './test-context.ts';

const of = (text: string) => Readable.from(text === '' ? [] : [Buffer.from(text)]);
const url = new URL('https://host.example/a');

const contextOf = (transport: Transport, differs: Partial<RunContext> = {}): RunContext =>
  buildContext({ transport, ...differs });

test('a session is opened without a socket, from the job’s token on', async () => {
  await using sandbox = await startSandbox({ seed, sockets: false });
  const context = {
    ...deploying(sandbox, await sandbox.githubEnvironment(githubJob)),
    transport: sandbox.transport,
  };
  expect((await useSession(context)).account).toBe(account);
  expect(sandbox.requests().map(({ operation }) => operation)).toEqual([
    'oidc.github',
    'sts.AssumeRoleWithWebIdentity',
  ]);
  await context.resources.close();
});

test('what answers in place of the network is asked once, and told as any other call', async () => {
  const told: TracedCall[] = [];
  const asked: string[] = [];
  const context = contextOf(
    async ({ method, url: { href }, headers, body }) => {
      asked.push(`${method} ${href} ${headers['x-own']} ${body}`);
      return { status: 201, headers: { 'x-say': 'yes' }, body: of('done') };
    },
    { trace: (call) => told.push(call) },
  );
  const http = await useHttp(context);
  const answer = await http.send({ method: 'PUT', url, headers: { 'x-own': 'b' }, body: 'sent' });
  expect([answer.status, answer.headers['x-say'], answer.bytes.toString()]).toEqual([201, 'yes', 'done']);
  expect(asked).toEqual(['PUT https://host.example/a b sent']);
  expect(told.map(({ what, how }) => `${what} ${how}`)).toEqual(['PUT host.example/a 201']);
});

test('its redirects are followed, and no login goes to another host', async () => {
  const asked: string[] = [];
  const context = contextOf(async ({ url: { href, host }, headers }) => {
    asked.push(`${href} ${headers.authorization ?? 'none'}`);
    return host === 'other.example'
      ? { status: 200, headers: {}, body: of('there') }
      : { status: 307, headers: { location: 'https://other.example/b' }, body: of('') };
  });
  const http = await useHttp(context);
  await http.send({ method: 'GET', url, headers: { authorization: 'key' } });
  expect(asked).toEqual(['https://host.example/a key', 'https://other.example/b none']);
});

test.each([
  ['an answer that does not come', () => new Promise<never>(() => {})],
  ['an answer that does not end', async () => ({ status: 200, headers: {}, body: new PassThrough() })],
])('%s is given up after thirty seconds', async (_, transport) => {
  const clock = createVirtualClock();
  const given = ({ signal }: Parameters<Transport>[0]) => Promise.race([transport(), aborted(signal)]);
  const http = await useHttp(contextOf(given, { clock }));
  const sent = expect(http.send({ method: 'GET', url })).rejects.toThrow(/ 30 s$/);
  await clock.advance(30_000);
  await sent;
});

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
}
