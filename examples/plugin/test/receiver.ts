import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedCall {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  /** What had arrived elsewhere by then, such as the calls of a sandbox. */
  readonly seen: number;
}

/** A server that takes calls: what is put under a path is what it has next. */
export interface Receiver extends AsyncDisposable {
  readonly calls: readonly ReceivedCall[];
  url(path: string): string;
  /** Every call of this path is answered with this status from now on. */
  answer(path: string, status: number): void;
}

export async function startReceiver(seen: () => number = () => 0): Promise<Receiver> {
  const calls: ReceivedCall[] = [];
  const kept = new Map<string, string>();
  const statuses = new Map<string, number>();
  const server = createServer(async (request, response) => {
    const { method = '', url: path = '' } = request;
    let text = '';
    for await (const chunk of request) text += chunk;
    calls.push({ method, path, body: text === '' ? null : JSON.parse(text), seen: seen() });
    const status = statuses.get(path) ?? 200;
    if (method === 'PUT' && status < 400) kept.set(path, text);
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(method === 'GET' ? (kept.get(path) ?? '') : '');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    calls,
    url: (path) => `http://127.0.0.1:${port}${path}`,
    answer: (path, status) => void statuses.set(path, status),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
