import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { RunContext, Transport } from '@funade/core';
import type { Agents, Route } from './agents.ts';
import { badRedirect, ProxyFault } from './network-errors.ts';
import { keepTime, type Timekeeper, type TimeLimits } from './time-limits.ts';

/** One request. */
export interface HttpCall {
  readonly method: string;
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | Readable;
  /** Gives the call up, the body of its answer too. */
  readonly signal?: AbortSignal;
  readonly limits?: Partial<TimeLimits>;
  /** What is done with a redirect: `follow` it, which is the default, or `answer` with it. */
  readonly redirect?: 'follow' | 'answer';
  /** Names of headers that are a login too, and so are not taken to another host. */
  readonly logins?: readonly string[];
}

/** An answer whose body is still to be read, or else destroyed. */
export interface OpenAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Where it came from, redirects followed. */
  readonly url: URL;
  readonly body: Readable;
}

export interface Wire {
  readonly agents: Agents;
  readonly context: Pick<RunContext, 'clock' | 'signal' | 'transport'>;
}

/** How long a connection may take to come about, in milliseconds. */
const connectionTime = 5_000;
const timeLimits: TimeLimits = { idle: 30_000, total: 30_000 };
const mostRedirects = 5;
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Sends a request and resolves with its answer as soon as that begins. The time limits go on until the body is read. A
 * redirect of a request without a body is followed, and takes no login to another host.
 *
 * Rejects with the signals' reasons, `TimeLimitError`, `ProxyFault`, a `DeployError`, or what Node says of the connection.
 */
export async function send(wire: Wire, call: HttpCall): Promise<OpenAnswer> {
  let { url, headers } = call;
  for (let count = 0; ; count++) {
    const answer = await exchange(wire, { ...call, url, ...(headers === undefined ? {} : { headers }) });
    const { location } = answer.headers;
    if (
      !redirects.has(answer.status) ||
      location === undefined ||
      call.body !== undefined ||
      call.redirect === 'answer'
    )
      return answer;
    answer.body.destroy();
    const next = URL.canParse(location, url.href) ? new URL(location, url) : null;
    const insecure = url.protocol === 'https:' && next?.protocol !== 'https:';
    if (next === null || insecure || count === mostRedirects) throw badRedirect(url.host, next?.origin ?? location);
    if (next.origin !== url.origin) headers = withoutLogin(headers, call.logins);
    url = next;
  }
}

function withoutLogin(
  headers: HttpCall['headers'] = {},
  more: readonly string[] = [],
): NonNullable<HttpCall['headers']> {
  const left = new Set(['authorization', 'cookie', 'host', ...more.map((name) => name.toLowerCase())]);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !left.has(name.toLowerCase())));
}

async function exchange({ agents, context }: Wire, call: HttpCall): Promise<OpenAnswer> {
  const { url, signal } = call;
  const through =
    context.transport === undefined ? await byNetwork(url, { agents, context }) : byTransport(context.transport);
  const time = keepTime(context.clock, url.host, { ...timeLimits, ...call.limits });
  // A call that changes something has a signal of its own, which lets it get its answer when the run is told to end.
  const given = [signal ?? context.signal];
  const ended = AbortSignal.any([time.signal, ...given]);
  try {
    ended.throwIfAborted();
    const answer = await through(call, { ended, time });
    time.moved();
    return { ...answer, url };
  } catch (error) {
    time.stop();
    ended.throwIfAborted();
    throw error;
  }
}

/** How long an exchange may go on, the body of its answer included. */
interface Until {
  readonly ended: AbortSignal;
  readonly time: Timekeeper;
}

type Through = (call: HttpCall, until: Until) => Promise<Omit<OpenAnswer, 'url'>>;

async function byNetwork(url: URL, { agents, context }: Wire): Promise<Through> {
  const [route, request] = await Promise.all([agents.routeTo(url), requestBy(url)]);
  return async ({ method, headers = {}, body }, { ended, time }) => {
    const outgoing = request(url, { method, headers, agent: route.agent, signal: ended });
    limitConnecting(outgoing, context.clock, url.host);
    const response = await answerTo(outgoing, body, time);
    if (response.statusCode === 407 && route.proxy !== null) throw refused(response, route, url);
    const ofAnswer = bodyOf(response, ended, () => {
      time.stop();
      // A server may answer before it has read everything.
      if (!outgoing.writableFinished) outgoing.destroy();
    });
    return { status: response.statusCode ?? 0, headers: response.headers, body: ofAnswer };
  };
}

function byTransport(transport: Transport): Through {
  return async ({ method, url, headers = {}, body }, { ended, time }) => {
    const answer = await transport({ method, url, headers, signal: ended, ...(body === undefined ? {} : { body }) });
    // See `TransportAnswer`.
    const stream = answer.body as Readable;
    const giveUp = (): void => void stream.destroy(ended.reason);
    ended.addEventListener('abort', giveUp, { once: true });
    // Whoever reads hears of a failure even if nobody listens yet.
    stream
      .on('error', () => {})
      .once('close', () => {
        ended.removeEventListener('abort', giveUp);
        time.stop();
      });
    stream.on('data', time.moved).pause();
    return { ...answer, body: stream };
  };
}

async function requestBy({ protocol }: URL): Promise<typeof import('node:http').request> {
  return protocol === 'https:' ? (await import('node:https')).request : (await import('node:http')).request;
}

function refused(response: IncomingMessage, { proxy }: Route, url: URL): ProxyFault {
  response.destroy();
  return new ProxyFault(proxy ?? '', url.host, response.statusCode ?? 0);
}

function limitConnecting(outgoing: ClientRequest, clock: RunContext['clock'], host: string): void {
  outgoing.once('socket', (socket) => {
    if (!socket.connecting) return;
    const limits = { idle: connectionTime, total: connectionTime };
    const time = keepTime(clock, host, limits);
    time.signal.addEventListener('abort', () => outgoing.destroy(time.signal.reason));
    socket.once('connect', time.stop);
    outgoing.once('close', time.stop);
  });
}

/** Sends the body; a source that fails fails the call, unless there is an answer. */
function answerTo(outgoing: ClientRequest, body: HttpCall['body'], time: Timekeeper): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.once('response', (response) => {
      response.on('data', time.moved).pause();
      resolve(response);
    });
    // Stays: a connection that breaks while the body comes is told by the body, and by this too.
    outgoing.on('error', reject);
    if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) outgoing.end(body);
    else pipeline(body.on('data', time.moved), outgoing).catch(reject);
  });
}

function bodyOf(response: IncomingMessage, ended: AbortSignal, done: () => void): Readable {
  const body = new PassThrough();
  // Whoever reads hears of it even if nobody listens yet.
  body.on('error', () => {});
  const giveUp = (): void => void body.destroy(ended.reason);
  ended.addEventListener('abort', giveUp, { once: true });
  // A failure is the body's to tell.
  pipeline(response, body)
    .catch(() => {})
    .finally(() => {
      ended.removeEventListener('abort', giveUp);
      done();
    });
  return body;
}
