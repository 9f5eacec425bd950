import { type ClientRequest, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Where a connection is cut: when the request has come, in the middle of its body, when it was answered but nobody heard,
 * in the middle of the answer.
 */
export type Cut = 'request' | 'body' | 'answered' | 'answer';

export const cuts: readonly Cut[] = ['request', 'body', 'answered', 'answer'];

/** Counts the requests of any number of proxies and cuts them from one on, until it is healed. */
export class Cutter {
  /** Requests since the last order. */
  seen = 0;
  #from = Number.POSITIVE_INFINITY;
  #to = Number.POSITIVE_INFINITY;
  #cut: Cut = 'request';

  /** Cuts the nth request from now, counted from 1; with `lasting` all after it too. */
  order(nth: number, cut: Cut, { lasting }: { readonly lasting: boolean }): void {
    this.seen = 0;
    this.#from = nth;
    this.#to = lasting ? Number.POSITIVE_INFINITY : nth;
    this.#cut = cut;
  }

  heal(): void {
    this.#from = Number.POSITIVE_INFINITY;
  }

  /** How this request is cut; null when it goes through. */
  take(): Cut | null {
    this.seen += 1;
    return this.seen >= this.#from && this.seen <= this.#to ? this.#cut : null;
  }
}

/** A registry's address that goes through the cutter. */
export interface FaultProxy extends AsyncDisposable {
  readonly host: string;
}

export async function startFaultProxy(target: string, cutter: Cutter): Promise<FaultProxy> {
  const server = createServer((incoming, response) => {
    const cut = cutter.take();
    if (cut === 'request') return void incoming.socket.destroy();
    const { hostname, port } = new URL(`http://${target}`);
    const { method, url: path, headers } = incoming;
    const outgoing = request({ hostname, port, method, path, headers, agent: false });
    outgoing.on('error', () => incoming.socket.destroy());
    response.on('close', () => void (response.writableFinished || outgoing.destroy()));
    if (cut === 'body') cutBody(incoming, outgoing);
    else incoming.pipe(outgoing);
    outgoing.on('response', (answer) => passOn(answer, response, cut));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Hands on the first bytes of a body and then ends both connections; a request without a body is cut like any. */
function cutBody(incoming: IncomingMessage, outgoing: ClientRequest): void {
  const end = (): void => {
    outgoing.destroy();
    incoming.socket.destroy();
  };
  incoming.once('data', (chunk: Buffer) => outgoing.write(chunk.subarray(0, Math.ceil(chunk.length / 2)), end));
  incoming.once('end', end);
}

function passOn(answer: IncomingMessage, response: ServerResponse, cut: Cut | null): void {
  const cutOff = (): void => void response.socket?.destroy();
  if (cut === 'answered') return void answer.resume().once('end', cutOff);
  response.writeHead(answer.statusCode ?? 502, answer.headers);
  if (cut === null) return void answer.pipe(response);
  response.flushHeaders();
  answer.once('data', (chunk: Buffer) => response.write(chunk.subarray(0, Math.floor(chunk.length / 2)), cutOff));
  answer.once('end', cutOff);
}
