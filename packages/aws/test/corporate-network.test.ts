import { type AddressInfo, createServer } from 'node:net';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { startSandbox } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { useHttp } from '../src/http/http.ts';
import { useProfile } from '../src/http/profile.ts';
import { translateError, useSession } from '../src/index.ts';
import { type CorporateNetwork, openCorporateNetwork } from './corporate-network.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { account, seed, worldOf } from './test-context.ts';

/** A sandbox that is reached as AWS is, through the proxy and its authority alone. */
async function openNetwork() {
  await using opened = new AsyncDisposableStack();
  const sandbox = opened.use(await startSandbox({ seed }));
  const network = opened.use(await openCorporateNetwork(() => sandbox.endpoint));
  const { AWS_ENDPOINT_URL: _, ...keys } = sandbox.environment({ account });
  const owned = opened.move();
  return {
    sandbox,
    network,
    context: (env: Readonly<Record<string, string | undefined>>) =>
      worldOf(sandbox, { env: { ...keys, AWS_ENDPOINT_URL: 'https://aws', ...env } }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

const trusted = (network: CorporateNetwork) => ({ HTTPS_PROXY: network.proxy, AWS_CA_BUNDLE: network.certificate });

test('AWS is reached through a proxy with a login and by the certificates of AWS_CA_BUNDLE', async () => {
  await using at = await openNetwork();
  const context = at.context(trusted(at.network));
  const session = await useSession(context);
  expect(session.account).toBe(account);
  for (let count = 0; count < 3; count++) {
    await new STSClient(session.clientConfigFor('sts')).send(new GetCallerIdentityCommand({}));
  }
  expect(at.network.asked).toEqual(['aws:443']);
  expect(context.resources.secrets.redact('it is p@ss/word.')).toBe('it is [secret].');
  await context.resources.close();
});

test('many calls at once share the tunnels', async () => {
  await using at = await openNetwork();
  const context = at.context(trusted(at.network));
  const session = await useSession(context);
  const client = new STSClient(session.clientConfigFor('sts'));
  await Promise.all(Array.from({ length: 120 }, () => client.send(new GetCallerIdentityCommand({}))));
  expect(at.network.asked.length).toBeLessThanOrEqual(51);
  await context.resources.close();
});

test.each([
  ['no login', (host: string) => `http://${host}`],
  ['no scheme and no login', (host: string) => host],
  ['a wrong login', (host: string) => `http://alice:wrong@${host}`],
])('a proxy that wants a login is told as that: %s', async (_, proxy) => {
  await using at = await openNetwork();
  const context = at.context({ ...trusted(at.network), HTTPS_PROXY: proxy(at.network.proxyHost) });
  await expect(useSession(context)).rejects.toMatchObject({
    code: 'PROXY_REFUSED',
    message: `sts:GetCallerIdentity did not get through: the proxy http://${at.network.proxyHost} answered 407 when asked for aws`,
    hint: expect.stringContaining('http://user:password@host:port'),
  });
  expect(at.network.refusals()).toBe(1);
  await context.resources.close();
});

test('a proxy that says no is told as that, and asked again only when that may help', async () => {
  await using at = await openNetwork();
  at.network.refuse(403);
  const context = at.context(trusted(at.network));
  const message = expect.stringContaining('answered 403 when asked for aws');
  await expect(useSession(context)).rejects.toMatchObject({ code: 'PROXY_REFUSED', message });
  at.network.refuse(503);
  await expect(useSession(context)).rejects.toMatchObject({ code: 'PROXY_REFUSED' });
  at.network.refuse(null);
  expect((await useSession(context)).account).toBe(account);
  await context.resources.close();
});

test('plain http goes through the proxy too, and its 407 is the proxy’s', async () => {
  await using at = await openNetwork();
  const url = new URL('http://aws/health');
  const refused = at.context({ HTTP_PROXY: at.network.proxyHost });
  const error: unknown = await (await useHttp(refused)).send({ method: 'GET', url }).catch((thrown: unknown) => thrown);
  expect(translateError(error, { operation: 'a call' })).toMatchObject({ code: 'PROXY_REFUSED' });
  await refused.resources.close();
  const context = at.context({ HTTP_PROXY: at.network.proxy });
  expect((await (await useHttp(context)).send({ method: 'GET', url })).status).toBeGreaterThan(0);
  expect(at.network.asked).toEqual(['http://aws/health']);
  await context.resources.close();
});

test('without the authority’s certificate the error says where to name it', async () => {
  await using at = await openNetwork();
  const context = at.context({ HTTPS_PROXY: at.network.proxy });
  await expect(useSession(context)).rejects.toMatchObject({
    code: 'CERTIFICATE_UNTRUSTED',
    message: expect.stringMatching(
      /^sts:GetCallerIdentity failed: the server's certificate is not trusted \((?:SELF_SIGNED_CERT|UNABLE_TO)/,
    ),
    hint: expect.stringContaining('AWS_CA_BUNDLE'),
  });
  await context.resources.close();
});

test.each([
  ['there is none', 'nowhere.pem', undefined],
  ['it has no certificates', 'ca.pem', 'hello'],
  ['they are broken', 'ca.pem', '-----BEGIN CERTIFICATE-----\nhello\n-----END CERTIFICATE-----\n'],
])('a bundle that can’t be read is named: %s', async (_, name, content) => {
  await using at = await openNetwork();
  await using folder = await temporaryFolder(content === undefined ? {} : { [name]: content });
  const context = at.context({ AWS_CA_BUNDLE: `${folder.path}/${name}` });
  await expect(useSession(context)).rejects.toMatchObject({
    code: 'CA_BUNDLE_UNREADABLE',
    message: expect.stringContaining(`AWS_CA_BUNDLE names ${folder.path}/${name}`),
  });
  await context.resources.close();
});

test('the profile says where AWS is and whom to trust', async () => {
  await using at = await openNetwork();
  await using home = await temporaryFolder({
    '.aws/config': [
      '[profile deploy]',
      'services = near',
      `endpoint_url = https://all.example.com`,
      `ca_bundle = ${at.network.certificate}`,
      '[services near]',
      'sts =',
      '  endpoint_url = https://sts',
      '[default]',
      'endpoint_url = https://other.example.com',
    ].join('\n'),
  });
  const context = at.context({
    AWS_ENDPOINT_URL: undefined,
    HTTPS_PROXY: at.network.proxy,
    HOME: home.path,
    AWS_PROFILE: 'deploy',
  });
  const session = await useSession(context);
  expect(at.network.asked).toEqual(['sts:443']);
  expect(session.clientConfigFor('ecs').endpoint).toBe('https://all.example.com');
  await context.resources.close();
});

test('the profile’s endpoints can be switched off', async () => {
  await using home = await temporaryFolder({
    '.aws/config': '[default]\nendpoint_url = https://all.example.com\nignore_configured_endpoint_urls = true\n',
  });
  await using sandbox = await startSandbox({ seed });
  const context = worldOf(sandbox, { env: { HOME: home.path, AWS_ENDPOINT_URL: undefined } });
  expect((await useProfile(context)).endpointUrl('ecs')).toBeNull();
  await context.resources.close();
});

test.each([
  ['no TLS', (port: number) => `https://127.0.0.1:${port}`, 'AWS_NETWORK', /ERR_SSL|EPROTO/],
  ['no HTTP', (port: number) => `http://127.0.0.1:${port}`, 'AWS_NETWORK', /HPE_/],
  ['no URL', () => '127.0.0.1', 'ENDPOINT_INVALID', /"127.0.0.1"/],
  ['no scheme that is known', () => 'ftp://aws', 'ENDPOINT_INVALID', /"ftp:\/\/aws"/],
])('an endpoint that is %s is told at once', async (...[, urlOf, code, message]) => {
  await using sandbox = await startSandbox({ seed });
  const server = createServer((socket) => socket.on('error', () => {}).end('SSH-2.0-OpenSSH\r\n'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = urlOf((server.address() as AddressInfo).port);
  const context = worldOf(sandbox, { env: { ...sandbox.environment({ account }), AWS_ENDPOINT_URL: url } });
  const before = sandbox.clock.now();
  await expect(useSession(context)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  expect(sandbox.clock.now()).toBe(before);
  await context.resources.close();
  server.close();
});

test('a proxy that hangs up is named', async () => {
  await using sandbox = await startSandbox({ seed });
  const server = createServer((socket) => socket.on('error', () => {}).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = { ...sandbox.environment({ account }), AWS_ENDPOINT_URL: 'https://aws', HTTPS_PROXY: proxy };
  const context = worldOf(sandbox, { env });
  const error: unknown = await useSession(context).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    code: 'AWS_NETWORK',
    cause: { message: expect.stringContaining(`the proxy ${proxy}: `) },
  });
  await context.resources.close();
  server.close();
});
