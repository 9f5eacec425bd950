import { writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { userForHost } from '../src/login/user-for-host.ts';
import { readManifest } from '../src/registry/read-image.ts';
import { RegistryClient } from '../src/registry/registry-client.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { testContext } from './test-context.ts';

interface Started extends AsyncDisposable {
  readonly host: string;
  /** `Authorization` of each request. */
  readonly logins: (string | null)[];
}

async function start(answer: RequestListener): Promise<Started> {
  const logins: (string | null)[] = [];
  const server = createServer((request, response) => {
    logins.push(request.headers.authorization ?? null);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    logins,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A registry that sends whoever has no token to another place. */
const registryWith = (realm: () => string): Promise<Started> =>
  start((request, response) => {
    if (request.headers.authorization === 'Bearer good') return void response.writeHead(404).end();
    response.writeHead(401, { 'www-authenticate': `Bearer realm="${realm()}",service="registry"` }).end();
  });

const tokens = (when: (authorization: string | null) => boolean): Promise<Started> =>
  start((request, response) => {
    const given = when(request.headers.authorization ?? null);
    response.writeHead(given ? 200 : 401).end(given ? '{"token":"good"}' : '{}');
  });

const basic = `Basic ${Buffer.from('me:my-password').toString('base64')}`;

/** A look for an image, as somebody who did `docker login`. */
async function look(host: string, env: Readonly<Record<string, string>> = {}): Promise<unknown> {
  await using folder = await temporaryFolder();
  const auths = { [host]: { auth: Buffer.from('me:my-password').toString('base64') } };
  await writeFile(join(folder.path, 'config.json'), JSON.stringify({ auths }));
  await using context = testContext({ env: { ...env, DOCKER_CONFIG: folder.path } });
  const client = new RegistryClient({ host, user: await userForHost(context, host, ''), context });
  return await readManifest(client, 'shop/base', 'v1').catch((error: unknown) => error);
}

test('a login is shown to the registry and to its own place for tokens', async () => {
  let realm = '';
  await using registry = await start((request, response) => {
    const { authorization } = request.headers;
    if (request.url?.startsWith('/token') === true) return void response.end('{"token":"good"}');
    if (authorization === 'Bearer good') return void response.writeHead(404).end();
    response.writeHead(401, { 'www-authenticate': `Bearer realm="${realm}"` }).end();
  });
  realm = `http://${registry.host}/token`;
  expect(await look(registry.host)).toBeNull();
  expect(registry.logins).toEqual([basic, basic, 'Bearer good']);
});

test('a login is not shown to another host that a registry names; whoever gives anybody a token is asked for one', async () => {
  await using other = await tokens(() => true);
  await using registry = await registryWith(() => `http://${other.host}/token`);
  expect(await look(registry.host)).toBeNull();
  expect(other.logins).toEqual([null]);
});

test('a registry whose place for tokens may not see the login is told, and what to do', async () => {
  await using other = await tokens((authorization) => authorization !== null);
  await using registry = await registryWith(() => `http://${other.host}/token`);
  expect(await look(registry.host)).toMatchObject({
    code: 'REGISTRY_AUTH_HOST',
    category: 'refused',
    message: `${registry.host} sends logins to http://${other.host}, which is not trusted with them`,
    hint: expect.stringContaining(`FUNADE_REGISTRY_AUTH_HOSTS=${registry.host}=${other.host}`),
  });
  expect(other.logins).toEqual([null]);
  expect(await look(registry.host, { FUNADE_REGISTRY_AUTH_HOSTS: `${registry.host}=${other.host}` })).toBeNull();
  expect(other.logins).toEqual([null, basic]);
});

test('a host that a registry redirects to neither sees the login nor says where it goes', async () => {
  await using tokensOfOther = await tokens(() => true);
  await using other = await registryWith(() => `http://${tokensOfOther.host}/token`);
  await using registry = await start((request, response) => {
    response.writeHead(307, { location: `http://${other.host}${request.url}` }).end();
  });
  expect(await look(registry.host)).toMatchObject({ name: 'RegistryFault', status: 401 });
  expect([registry.logins, other.logins, tokensOfOther.logins]).toEqual([[basic], [null], []]);
});

test('a page of a web server is told as such', async () => {
  await using registry = await start((_, response) => {
    response.writeHead(403, { 'content-type': 'text/html; charset=utf-8' }).end('<html>sign in</html>');
  });
  expect(await look(registry.host)).toMatchObject({
    message: `GET ${registry.host}/v2/shop/base/manifests/v1: 403 with an HTML page, which no registry does`,
  });
});
