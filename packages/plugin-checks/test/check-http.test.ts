import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeployError } from '@funade/core';
import { generate } from 'selfsigned';
import { expect, test } from 'vitest';
import { checkHttp } from '../src/steps/check-http.ts';
import { checkContext, startAnswers } from './answers.ts';

const planned = {
  method: 'GET',
  headers: {},
  status: [200],
  timeoutSeconds: 60,
  intervalSeconds: 5,
  consecutive: 1,
  followRedirects: false,
  caFile: null,
};

const json = (version: string): string => JSON.stringify({ version, up: true });

test('waits until so many answers in a row are as expected', async () => {
  await using at = await checkContext();
  const answers = ['503', '1.1.0', '1.2.0', '1.1.0', '1.2.0', '1.2.0', '1.2.0'];
  await using server = await startAnswers((_, response) => {
    const next = answers.shift() ?? '1.2.0';
    response.writeHead(next === '503' ? 503 : 200).end(json(next));
  });
  const url = `http://127.0.0.1:${server.port}/healthz?key=none`;
  const input = { ...planned, url, consecutive: 3, json: { version: '1.2.0' } };
  expect(await checkHttp.run(input, at.context)).toEqual({ attempts: 7, seconds: 30 });
  expect(at.said.progress).toEqual([
    'it answered 503, expected 200',
    'it answered 200, but version is "1.1.0", expected "1.2.0"',
    'as expected, 1 of 3 in a row',
    'it answered 200, but version is "1.1.0", expected "1.2.0"',
    'as expected, 1 of 3 in a row',
    'as expected, 2 of 3 in a row',
  ]);
  expect(server.asked[0]).toMatchObject({ connection: 'close', 'user-agent': 'funade' });
});

/** What a check fails with. */
async function failure(input: object, given: Parameters<typeof checkContext>[0] = {}): Promise<unknown> {
  await using at = await checkContext(given);
  return await checkHttp.run({ ...planned, ...input }, at.context).then(
    (output: unknown) => output,
    (error: unknown) => error,
  );
}

test('a status that stays wrong is told with the first lines of the answer, made safe', async () => {
  await using server = await startAnswers((_, response) =>
    response.writeHead(503).end('no healthy\u001b[31m upstream\n::add-mask::x\npassword=hunter2hunter2\n'),
  );
  const url = `http://127.0.0.1:${server.port}/healthz?token=abc`;
  expect(await failure({ url })).toMatchObject({
    code: 'CHECK_FAILED',
    message: `http://127.0.0.1:${server.port}/healthz: it answered 503, expected 200 (12 requests in 55s)`,
    details: { cause: 'status', seen: 'it answered 503, expected 200', attempts: 12 },
    evidence: ['no healthy upstream', ': :add-mask::x', 'password=[secret]'],
  });
});

test('a redirect is an answer, unless it is to be followed', async () => {
  await using server = await startAnswers((request, response) => {
    if (request.url?.startsWith('/ok')) response.end('ok');
    else response.writeHead(302, { location: '/ok?session=1' }).end();
  });
  const url = `http://127.0.0.1:${server.port}/`;
  expect(await failure({ url })).toMatchObject({
    message: expect.stringContaining('it redirects to /ok (302), expected 200'),
    details: { cause: 'redirect' },
  });
  expect(await failure({ url, followRedirects: true })).toEqual({ attempts: 1, seconds: 0 });
  expect(await failure({ url, status: [301, 302] })).toEqual({ attempts: 1, seconds: 0 });
});

test('a value from a variable is sent, kept secret, and not taken to another host', async () => {
  await using far = await startAnswers((_, response) => response.end());
  await using server = await startAnswers((_, response) =>
    response.writeHead(302, { location: `http://localhost:${far.port}/` }).end(),
  );
  await using at = await checkContext({ env: { SMOKE_TOKEN: 'tok-12345678' } });
  const headers = { 'x-smoke': { env: 'SMOKE_TOKEN', prefix: 'Bearer ' }, 'x-plain': '1' };
  const url = `http://127.0.0.1:${server.port}/`;
  await checkHttp.run({ ...planned, url, headers, followRedirects: true }, at.context);
  expect(server.asked[0]).toMatchObject({ 'x-smoke': 'Bearer tok-12345678', 'x-plain': '1' });
  expect(far.asked[0]).toMatchObject({ 'x-plain': '1' });
  expect(far.asked[0]).not.toHaveProperty('x-smoke');
  expect(at.context.resources.secrets.redact('tok-12345678')).toBe('[secret]');
});

test.each([{}, { SMOKE_TOKEN: '' }])('a variable that is not set is told at once: %j', async (env) => {
  const headers = { authorization: { env: 'SMOKE_TOKEN', prefix: '' } };
  expect(await failure({ url: 'http://127.0.0.1:1/', headers }, { env })).toMatchObject({
    code: 'CHECK_VARIABLE_UNSET',
  });
});

test('nothing that listens, a name that nobody knows, and an answer that never comes', async () => {
  await using silent = await startAnswers(() => {});
  await using gone = await startAnswers(() => {});
  await gone[Symbol.asyncDispose]();
  const causes = await Promise.all(
    [`http://127.0.0.1:${gone.port}/`, 'http://shop.invalid/', `http://127.0.0.1:${silent.port}/`].map((url) =>
      failure({ url, timeoutSeconds: 12 }),
    ),
  );
  expect(causes.map((error) => (error as DeployError).details)).toMatchObject([
    { cause: 'refused' },
    { cause: 'dns' },
    { cause: 'timeout' },
  ]);
});

test('JSON that is none, and an answer that is too large', async () => {
  await using server = await startAnswers((request, response) =>
    response.end(request.url === '/large' ? Buffer.alloc(2 * 1024 * 1024, ' ') : '<html>'),
  );
  const at = `http://127.0.0.1:${server.port}`;
  expect(await failure({ url: `${at}/`, json: { version: '1' } })).toMatchObject({
    details: { cause: 'json', seen: 'it answered 200 with what is not JSON' },
    evidence: ['<html>'],
  });
  expect(await failure({ url: `${at}/large`, json: { version: '1' } })).toMatchObject({
    details: { cause: 'too-large' },
  });
  expect(await failure({ url: `${at}/large` })).toMatchObject({ attempts: 1 });
});

test('TLS is verified; an authority of its own is named in caFile', async () => {
  const name = [{ name: 'commonName', value: '127.0.0.1' }];
  const { private: key, cert } = await generate(name, {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  });
  await using server = await startAnswers((_, response) => response.end('ok'), { key, cert });
  const folder = await mkdtemp(join(tmpdir(), 'funade-check-'));
  try {
    await writeFile(join(folder, 'ca.pem'), cert);
    const url = `https://127.0.0.1:${server.port}/`;
    expect(await failure({ url, timeoutSeconds: 5 })).toMatchObject({
      message: expect.stringContaining('its certificate is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)'),
      details: { cause: 'tls' },
    });
    expect(await failure({ url, caFile: 'ca.pem' }, { root: folder })).toEqual({ attempts: 1, seconds: 0 });
    expect(
      await failure({ url: url.replace('127.0.0.1', 'localhost'), caFile: 'ca.pem' }, { root: folder }),
    ).toMatchObject({ details: { cause: 'tls', seen: expect.stringContaining('ERR_TLS_CERT_ALTNAME_INVALID') } });
    expect(await failure({ url: url.replace('https', 'http') })).toMatchObject({ details: { cause: 'connection' } });
    expect(await failure({ url, caFile: 'none.pem' }, { root: folder })).toMatchObject({
      code: 'CA_BUNDLE_UNREADABLE',
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('good answers that are too few', async () => {
  await using server = await startAnswers((_, response) =>
    response.writeHead(server.asked.length < 12 ? 503 : 200).end(),
  );
  expect(await failure({ url: `http://127.0.0.1:${server.port}/`, consecutive: 3 })).toMatchObject({
    message: expect.stringContaining(
      ': only the last answer was as expected, 3 in a row are needed; before, it answered 503, expected 200 (12 requests',
    ),
  });
});

test('a run that is interrupted ends the wait', async () => {
  await using at = await checkContext();
  const reason = new DeployError('INTERRUPTED', 'interrupted', { category: 'interrupted' });
  await using server = await startAnswers(() => at.interrupt(reason));
  const url = `http://127.0.0.1:${server.port}/`;
  await expect(checkHttp.run({ ...planned, url }, at.context)).rejects.toBe(reason);
});
