import { once } from 'node:events';
import { connect } from 'node:net';
import { AssumeRoleWithWebIdentityCommand } from '@aws-sdk/client-sts';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../src/index.ts';
import { refusalOf, stsClient } from './clients.ts';

const account = '111111111111';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({
    seed: {
      issuers: { 'https://gitlab.example': { keys: [] } },
      accounts: { [account]: { roles: { deploy: {} }, regions: { 'eu-west-1': {} } } },
    },
  });
});
afterEach(async () => {
  // Whatever came, it is still there.
  const answer = await fetch(`${sandbox.endpoint}/oidc/.well-known/jwks`);
  expect(answer.status).toBe(200);
  await sandbox[Symbol.asyncDispose]();
});

/** Sends bytes as they are and gives the status of the answer; 0: the connection was closed without one. */
async function statusOf(port: number, text: string): Promise<number> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.write(text, 'latin1');
  await once(socket, 'close');
  return Number(/^HTTP\/1\.1 (\d+)/.exec(Buffer.concat(chunks).toString('latin1'))?.[1] ?? 0);
}

function ports(): readonly number[] {
  const [registry] = sandbox.registries;
  return [new URL(sandbox.endpoint).port, new URL(`http://${registry?.host}`).port].map(Number);
}

const request = (line: string, headers: readonly string[] = [], body = ''): string =>
  [line, 'Host: 127.0.0.1', 'Connection: close', `Content-Length: ${body.length}`, ...headers, '', body].join('\r\n');

test.each([
  ['two slashes', request('GET // HTTP/1.1')],
  ['two slashes, posted', request('POST // HTTP/1.1')],
  ['three slashes and a port', request('GET ///:99999 HTTP/1.1')],
  ['a whole URL', request('GET http://evil.test/ HTTP/1.1')],
  ['a URL that is none', request('GET http://[ HTTP/1.1')],
  ['a star', request('OPTIONS * HTTP/1.1')],
  ['half an escape', request('GET /%zz%e0 HTTP/1.1')],
  ['half an escape in the registry', request('GET /v2/%zz/manifests/% HTTP/1.1')],
  ['dots', request('GET /v2/../../etc/passwd/blobs/uploads/.. HTTP/1.1')],
  ['two slashes of the issuer', request('GET /oidc// HTTP/1.1')],
  ['a prototype of the issuer', request('GET /oidc/__proto__ HTTP/1.1')],
  ['a token for ever', request('GET /oidc/token?sub=a&aud=b&expires_in=1e300 HTTP/1.1')],
  ['a port of letters', request('GET /oidc/token HTTP/1.1').replace('127.0.0.1', '127.0.0.1:99999')],
  ['an operation of the prototype', request('POST / HTTP/1.1', ['X-Amz-Target: __proto__.constructor'])],
  [
    'an operation that every object has',
    request('POST / HTTP/1.1', ['X-Amz-Target: AmazonEC2ContainerServiceV20141113.constructor'], '{}'),
  ],
  ['half a signature', request('POST / HTTP/1.1', ['Authorization: AWS4-HMAC-SHA256 Credential=,='])],
  ['an Action of the prototype', request('POST / HTTP/1.1', [], 'Action=__proto__&Version=2011-06-15')],
  ['a key of the prototype', request('POST / HTTP/1.1', [], 'Action=GetCallerIdentity&__proto__.a.member.1=x')],
  ['a key of a thousand parts', request('POST / HTTP/1.1', [], `Action=GetCallerIdentity&${'a.'.repeat(1000)}b=x`)],
  [
    'lists in lists in lists',
    request(
      'POST / HTTP/1.1',
      ['X-Amz-Target: AmazonEC2ContainerServiceV20141113.ListClusters'],
      `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`,
    ),
  ],
  ['no HTTP', 'hello\r\n\r\n'],
])('%s ends no sandbox, and is no fault of its own', async (_, text) => {
  for (const port of ports()) expect(await statusOf(port, text)).not.toBe(500);
});

test('whatever a request line and a header hold, the sandbox answers or hangs up', async () => {
  const part = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom('/', '//', '/v2/', '/oidc/', '%', '..', '__proto__', 'constructor', '?', '#', ':', '@', '\\'),
  );
  const path = fc.array(part, { maxLength: 6 }).map((parts) => `/${parts.join('').replace(/[\s\0]/g, '')}`);
  const header = fc.constantFrom(
    '',
    'X-Amz-Target: .',
    'X-Amz-Target: AmazonSSM.__proto__',
    'Authorization: Basic x',
    'Authorization: Bearer',
    'Authorization: AWS4-HMAC-SHA256 Credential=a/20200101/eu-west-1/s3/aws4_request, Signature=x',
    'Content-Range: x-y',
    'Range: bytes=9-1',
  );
  const method = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS');
  await fc.assert(
    fc.asyncProperty(method, path, header, async (verb, target, extra) => {
      const text = request(`${verb} ${target} HTTP/1.1`, extra === '' ? [] : [extra]);
      for (const port of ports()) expect(await statusOf(port, text)).not.toBe(500);
    }),
    { seed: 20_261_130, numRuns: 300 },
  );
});

test.each(['evil.test', '127.0.0.1.evil.test', 'evil.test:80'])('a page at %s does not get through', async (host) => {
  const text = request('GET /v2/ HTTP/1.1').replace('127.0.0.1', host);
  for (const port of ports()) expect(await statusOf(port, text)).toBe(421);
  expect(sandbox.requests()).toEqual([]);
});

test.each(['localhost', '[::1]', 'bucket.localhost'])('%s is this machine', async (host) => {
  const text = request('GET /oidc/.well-known/jwks HTTP/1.1').replace('127.0.0.1', host);
  expect(await statusOf(Number(ports()[0]), text)).toBe(200);
});

test.each(['__proto__', 'constructor', 'toString', 7, { a: 1 }, null])('an issuer %j is unknown', async (iss) => {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const WebIdentityToken = `${encode({ alg: 'ES256', kid: 'sandbox' })}.${encode({ iss, sub: 's', aud: 'a' })}.AAAA`;
  const RoleArn = `arn:aws:iam::${account}:role/deploy`;
  const command = new AssumeRoleWithWebIdentityCommand({ RoleArn, RoleSessionName: 'me', WebIdentityToken });
  expect(await refusalOf(stsClient(sandbox).send(command))).toMatchObject({
    code: 'InvalidIdentityTokenException',
    message: expect.stringContaining('No OpenIDConnect provider found'),
  });
});
