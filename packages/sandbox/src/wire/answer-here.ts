import { Readable, Writable } from 'node:stream';
import type { OwnedClock } from '../clock/clock.ts';
import type { Incoming, Outgoing, RequestHandler } from './exchange.ts';

/** A request of somebody in the same process. */
export interface LocalRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array>;
  /** Gives the exchange up. */
  readonly signal: AbortSignal;
}

export interface LocalAnswer {
  readonly status: number;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
}

/** Lets a handler answer a request without a socket between them; what it cannot tell from one that came over a socket. */
export async function answerHere(
  handler: RequestHandler,
  request: LocalRequest,
  clock: Pick<OwnedClock, 'enter' | 'leave'>,
): Promise<LocalAnswer> {
  request.signal.throwIfAborted();
  const response = new LocalResponse(incomingOf(request));
  response.answered.catch(() => {});
  const giveUp = (): void => void response.destroy(request.signal.reason);
  request.signal.addEventListener('abort', giveUp, { once: true });
  response.once('close', () => request.signal.removeEventListener('abort', giveUp));
  // A request arrives, and an answer too, in a turn of its own, as what comes over sockets does: in the order it was sent in.
  clock.enter();
  await nextTurn();
  void handler(response.req, response).catch(() => response.destroy());
  clock.leave();
  try {
    return await response.answered;
  } finally {
    clock.enter();
    await nextTurn();
    clock.leave();
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function incomingOf({ method, url, headers, body }: LocalRequest): Incoming {
  const bytes = bytesOf(body);
  const stream = body instanceof Readable ? body : Readable.from(bytes === null ? [] : [bytes]);
  const length = bytes === null ? null : bytes.length;
  return Object.assign(stream, {
    method,
    url: url.pathname + url.search,
    headers: headersOf(url, headers, length),
    complete: true,
  });
}

/** Null: there are none, or they come in a stream. */
function bytesOf(body: LocalRequest['body']): Buffer | null {
  if (typeof body === 'string') return Buffer.from(body);
  return body instanceof Uint8Array ? Buffer.from(body.buffer, body.byteOffset, body.byteLength) : null;
}

/** As they come over a socket: by their names in lower case, with what Node's client adds. */
function headersOf(url: URL, headers: LocalRequest['headers'], length: number | null): Record<string, string> {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) given[name.toLowerCase()] = value;
  if (!('content-length' in given) && length !== null) given['content-length'] = String(length);
  given.host ??= url.host;
  given.connection = 'keep-alive';
  return given;
}

/** What Node says of a connection that was cut. */
function hangUp(): Error {
  return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
}

class LocalResponse extends Writable implements Outgoing {
  readonly req: Incoming;
  readonly answered: Promise<LocalAnswer>;
  headersSent = false;
  #status = 0;
  #headers: Readonly<Record<string, string>> = {};
  #started = false;
  readonly #body: Readable;
  #goOn: (() => void) | null = null;
  readonly #settled = Promise.withResolvers<LocalAnswer>();

  constructor(request: Incoming) {
    super();
    this.req = request;
    this.answered = this.#settled.promise;
    this.#body = new Readable({ read: () => this.#read() });
  }

  writeHead(status: number, headers: Readonly<Record<string, string>>): void {
    this.headersSent = true;
    this.#status = status;
    this.#headers = headers;
  }

  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.#start();
    if (this.#body.push(chunk)) done();
    else this.#goOn = done;
  }

  override _final(done: () => void): void {
    this.#start();
    this.#body.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (!this.#started) this.#settled.reject(error ?? hangUp());
    else if (!this.writableFinished) this.#body.destroy(error ?? hangUp());
    done();
  }

  #start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#settled.resolve({ status: this.#status, headers: this.#headers, body: this.#body });
  }

  #read(): void {
    const goOn = this.#goOn;
    this.#goOn = null;
    goOn?.();
  }
}
