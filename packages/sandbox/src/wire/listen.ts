import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { RequestHandler } from './exchange.ts';
import { isLoopbackHost } from './is-loopback-host.ts';

/** A server on loopback. */
export interface Listener extends AsyncDisposable {
  readonly port: number;
}

/** Answers a request for another protocol: a WebSocket. */
export type OnUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/**
 * Listens on 127.0.0.1; port 0 takes any free one. Rejects when the port is taken. A request for another host than this
 * one is refused: a page of the web whose name leads here must not talk to it. What a handler throws ends its connection,
 * and nothing else.
 */
export async function listen(
  port: number,
  onRequest: RequestHandler,
  onUpgrade: OnUpgrade = (_, socket) => socket.destroy(),
): Promise<Listener> {
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    if (!isLoopbackHost(request.headers.host)) {
      refuseHost(response);
      return;
    }
    onRequest(request, response).catch(() => response.destroy());
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    if (isLoopbackHost(request.headers.host)) onUpgrade(request, socket, head);
    else socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: () => close(server),
  };
}

function refuseHost(response: ServerResponse): void {
  response.writeHead(421, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
  response.end('the sandbox answers to loopback names only, such as 127.0.0.1 and localhost\n');
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
