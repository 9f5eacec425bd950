import type { OwnedClock } from '../clock/clock.ts';
import { answerHere, type LocalAnswer, type LocalRequest } from './answer-here.ts';
import type { RequestHandler } from './exchange.ts';
import { type Listener, listen, type OnUpgrade } from './listen.ts';

/** Answers requests of the same process. Rejects as Node's client does: ECONNREFUSED where nobody is, ECONNRESET when it is cut. */
export type LocalTransport = (request: LocalRequest) => Promise<LocalAnswer>;

/** The ports of a sandbox, and who answers behind them. */
export interface Doors {
  /** Port 0 takes any free one. */
  open(port: number, handler: RequestHandler, onUpgrade?: OnUpgrade): Promise<Listener>;
  readonly transport: LocalTransport;
}

/** `sockets`: whether programs outside of the process are let in. Without them the numbers of ports are only names. */
export function createDoors(clock: OwnedClock, { sockets }: { readonly sockets: boolean }): Doors {
  const handlers = new Map<number, RequestHandler>();
  let next = 4566;
  return {
    async open(port, handler, onUpgrade) {
      const listener = sockets ? await listen(port, handler, onUpgrade) : unheard(port === 0 ? next : port);
      next = listener.port + 1;
      handlers.set(listener.port, handler);
      return {
        port: listener.port,
        async [Symbol.asyncDispose]() {
          handlers.delete(listener.port);
          await listener[Symbol.asyncDispose]();
        },
      };
    },
    async transport(request) {
      const handler = handlers.get(Number(request.url.port));
      if (handler === undefined || request.url.hostname !== '127.0.0.1') throw nobody(request.url);
      return await answerHere(handler, request, clock);
    },
  };
}

function unheard(port: number): Listener {
  return { port, [Symbol.asyncDispose]: async () => {} };
}

function nobody({ host }: URL): Error {
  return Object.assign(new Error(`connect ECONNREFUSED ${host}`), { code: 'ECONNREFUSED' });
}
