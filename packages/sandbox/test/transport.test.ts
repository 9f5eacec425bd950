import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { type LocalAnswer, type Sandbox, type SandboxOptions, startSandbox } from '../src/index.ts';

const seed = {
  accounts: {
    '111111111111': {
      roles: { deploy: { trust: { subjects: ['repo:o/r:*'], audience: ['sts.amazonaws.com'] } } },
      regions: { 'eu-west-1': { repositories: { 'shop/api': { images: [{ tags: ['v1'] }] } } } },
    },
  },
};

const start = (options: SandboxOptions = {}): Promise<Sandbox> => startSandbox({ seed, sockets: false, ...options });

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | Readable;
  readonly signal?: AbortSignal;
}

function ask(
  sandbox: Sandbox,
  url: string,
  { method = 'GET', headers = {}, ...asked }: Asked = {},
): Promise<LocalAnswer> {
  return sandbox.transport({ method, url: new URL(url), headers, signal: AbortSignal.timeout(5000), ...asked });
}

const basic = (password: string) => ({ authorization: `Basic ${Buffer.from(`AWS:${password}`).toString('base64')}` });

test('the issuer and STS answer in the process', async () => {
  await using sandbox = await start();
  const token = await ask(sandbox, `${sandbox.endpoint}/oidc/token?sub=repo:o/r:x&aud=sts.amazonaws.com`);
  const { id_token } = JSON.parse(await text(token.body)) as { readonly id_token: string };
  const body = new URLSearchParams({
    Action: 'AssumeRoleWithWebIdentity',
    Version: '2011-06-15',
    RoleArn: 'arn:aws:iam::111111111111:role/deploy',
    RoleSessionName: 'me',
    WebIdentityToken: id_token,
  });
  const answer = await ask(sandbox, sandbox.endpoint, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: body.toString(),
  });
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/xml']);
  expect(await text(answer.body)).toContain('assumed-role/deploy/me');
  expect(
    sandbox.requests().map(({ operation, headers }) => [operation, headers.host, headers['content-type']]),
  ).toEqual([
    ['oidc.token', '127.0.0.1:4566', undefined],
    ['sts.AssumeRoleWithWebIdentity', '127.0.0.1:4566', 'application/x-www-form-urlencoded'],
  ]);
});

test('registries answer in the process, and take in what is streamed', async () => {
  await using sandbox = await start();
  const [{ host } = { host: '' }] = sandbox.registries;
  expect(host).toBe('127.0.0.1:4567');
  const login = basic('wrong');
  expect((await ask(sandbox, `http://${host}/v2/`, { headers: login })).status).toBe(401);
  const begun = await ask(sandbox, `http://${host}/v2/shop/api/blobs/uploads/`, { method: 'POST' });
  expect(begun.status).toBe(401);
  expect(await text(begun.body)).toContain('UNAUTHORIZED');
});

test('a blob goes in and out in a stream', async () => {
  await using sandbox = await start();
  const [{ host } = { host: '' }] = sandbox.registries;
  const headers = await loginOf(sandbox);
  const bytes = Buffer.alloc(300_000, 'layer');
  const digest = 'sha256:0dd2e4c7b3c7b4b3';
  const begun = await ask(sandbox, `http://${host}/v2/shop/api/blobs/uploads/`, { method: 'POST', headers });
  const at = new URL(begun.headers.location ?? '', `http://${host}`);
  at.searchParams.set('digest', digest);
  const wrong = await ask(sandbox, at.href, { method: 'PUT', headers, body: Readable.from([bytes]) });
  expect([wrong.status, await text(wrong.body)]).toEqual([400, expect.stringContaining('DIGEST_INVALID')]);
  const manifest = await ask(sandbox, `http://${host}/v2/shop/api/manifests/v1`, { headers });
  const { config } = JSON.parse(await text(manifest.body)) as {
    readonly config: { readonly digest: string; readonly size: number };
  };
  const blob = await ask(sandbox, `http://${host}/v2/shop/api/blobs/${config.digest}`, { headers });
  expect((await buffer(blob.body)).length).toBe(config.size);
  const head = await ask(sandbox, `http://${host}/v2/shop/api/blobs/${config.digest}`, { method: 'HEAD', headers });
  expect([head.status, head.headers['content-length'], await text(head.body)]).toEqual([200, String(config.size), '']);
});

test('a connection that is cut, and one that nobody takes, fail as they do over sockets', async () => {
  await using sandbox = await start();
  sandbox.faults.next('oidc.jwks', { reset: true });
  const keys = `${sandbox.endpoint}/oidc/.well-known/jwks`;
  await expect(ask(sandbox, keys)).rejects.toMatchObject({ code: 'ECONNRESET', message: 'socket hang up' });
  await expect(ask(sandbox, 'http://127.0.0.1:9/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await expect(ask(sandbox, 'https://example.com/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  expect((await ask(sandbox, keys)).status).toBe(200);
});

test('a call that is given up ends with the reason of its signal, and the sandbox goes on', async () => {
  await using sandbox = await start();
  sandbox.faults.next('oidc.jwks', { delay: 60_000 });
  const stop = new AbortController();
  const asked = ask(sandbox, `${sandbox.endpoint}/oidc/.well-known/jwks`, { signal: stop.signal });
  stop.abort(new Error('enough'));
  await expect(asked).rejects.toThrow('enough');
  await expect(ask(sandbox, sandbox.endpoint, { signal: stop.signal })).rejects.toThrow('enough');
  await sandbox.clock.advance({ minutes: 2 });
  expect(sandbox.requests('oidc.jwks')).toHaveLength(1);
});

test('time jumps over a call that waits, and to a limit', async () => {
  await using sandbox = await start();
  const from = sandbox.clock.now();
  sandbox.faults.next('oidc.jwks', { delay: 3_600_000 });
  const limit = sandbox.clock.sleep(30_000, { limit: true }).then(() => sandbox.clock.now() - from);
  expect((await ask(sandbox, `${sandbox.endpoint}/oidc/.well-known/jwks`)).status).toBe(200);
  expect([await limit, sandbox.clock.now() - from]).toEqual([30_000, 3_600_000]);
});

test('a sandbox with sockets answers in the process, too', async () => {
  await using sandbox = await start({ sockets: true });
  const url = `${sandbox.endpoint}/oidc/.well-known/openid-configuration`;
  const here = await ask(sandbox, url);
  expect(await text(here.body)).toBe(await (await fetch(url)).text());
});

async function loginOf(sandbox: Sandbox): Promise<Record<string, string>> {
  const { ECRClient, GetAuthorizationTokenCommand } = await import('@aws-sdk/client-ecr');
  const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = sandbox.environment();
  const client = new ECRClient({
    region: 'eu-west-1',
    endpoint: sandbox.endpoint,
    credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
    requestHandler: {
      metadata: { handlerProtocol: 'http/1.1' },
      handle: async ({ method, headers, body }: { method: string; headers: Record<string, string>; body: string }) => {
        const answer = await ask(sandbox, sandbox.endpoint, { method, headers, body });
        return { response: { statusCode: answer.status, headers: answer.headers, body: answer.body } };
      },
    } as never,
  });
  const { authorizationData } = await client.send(new GetAuthorizationTokenCommand({}));
  return { authorization: `Basic ${authorizationData?.[0]?.authorizationToken}` };
}
