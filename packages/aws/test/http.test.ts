import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '@funade/core';
import { buildContext } from '@funade/core/testing';
import { expect, test } from 'vitest';
import { useHttp } from '../src/http/http.ts';

/** A server that answers with the line it was asked with. */
async function startEcho(): Promise<AsyncDisposable & { readonly url: string }> {
  const server: Server = createServer((request, response) => {
    response.end(`${request.method} ${request.url} ${request.headers.host} ${request.headers['x-own'] ?? ''}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test('a GET goes to its host, with its query and headers', async () => {
  await using echo = await startEcho();
  const context = buildContext({ clock: systemClock });
  const { get } = await useHttp(context);
  const { status, body } = await get(new URL(`${echo.url}/token?a=1&b=x%20y`), { 'x-own': 'header' });
  expect([status, body]).toEqual([200, `GET /token?a=1&b=x%20y ${new URL(echo.url).host} header`]);
  await context.resources.close();
});

test.each(['HTTP_PROXY', 'http_proxy'])('%s is kept to', async (name) => {
  await using proxy = await startEcho();
  const context = buildContext({ clock: systemClock, env: { [name]: proxy.url } });
  const { get } = await useHttp(context);
  const { body } = await get(new URL('http://issuer.example/token'), {});
  expect(body).toMatch(/^GET http:\/\/issuer\.example\/token /);
  await context.resources.close();
});

test('this machine is never behind the proxy', async () => {
  await using echo = await startEcho();
  const context = buildContext({
    clock: systemClock,
    env: { HTTP_PROXY: 'http://127.0.0.1:1', NO_PROXY: 'intranet.example' },
  });
  const { get } = await useHttp(context);
  expect((await get(new URL(`${echo.url}/token`), {})).status).toBe(200);
  await context.resources.close();
});
