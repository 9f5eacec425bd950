import type { IncomingHttpHeaders } from 'node:http';
import { type RunContext, resourceKey } from '@funade/core';
import { createAgents } from './agents.ts';
import type { CaBundle } from './load-certificates.ts';
import { useProfile } from './profile.ts';
import { readBody } from './read-body.ts';
import { retryOnClock } from './retry-on-clock.ts';
import { type RequestHandler, sdkHandler } from './sdk-handler.ts';
import { type HttpCall, type OpenAnswer, send } from './send.ts';
import { traceCall } from './trace-call.ts';

const httpKey = resourceKey<Http>('aws.http');

/** The connections of one command: one pool, one set of rules (proxies, certificates, limits) for whatever we speak to. */
export interface Http extends Disposable {
  /** What the SDK's clients send with. */
  readonly handler: RequestHandler;
  /** What its answers tell of AWS's time, for whoever signs. */
  readonly awsTime: AwsTime;
  /** One GET of a small text; broken connections and answers of 500 and above are tried again on the context's clock. */
  get(url: URL, headers: Readonly<Record<string, string>>): Promise<Answer>;
  /** One request and its answer, at most so many bytes of it. Not repeated. */
  send(call: HttpCall, most?: number): Promise<WholeAnswer>;
  /** One request; the body of its answer is still to be read. The time limits hold until it is. */
  open(call: HttpCall): Promise<OpenAnswer>;
}

/** AWS's time. */
export interface AwsTime {
  /** Milliseconds that it is ahead of the context's clock. */
  ahead: number;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** An answer that is read. */
export interface WholeAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Where it came from, redirects followed. */
  readonly url: URL;
  readonly bytes: Buffer;
}

/** Parts of a context that connections are made from. */
export type Connected = Pick<RunContext, 'clock' | 'env' | 'random' | 'resources' | 'signal' | 'trace' | 'transport'>;

/** The largest answer of AWS: a state file of Terraform may be tens of megabytes. */
const mostBytes = 64 * 1024 * 1024;
/** The largest answer to `get`, which is a token. */
const mostOfText = 1024 * 1024;

/**
 * Opens the connections on first use. They are closed with the context's resources, after the clients that use them. `trusted`:
 * certificates that connections of their own trust beside all others; null: none.
 */
export function useHttp(context: Connected, trusted: CaBundle | null = null): Promise<Http> {
  const key = trusted === null ? httpKey : httpKey.of(trusted.file);
  return context.resources.use(key, () => openHttp(context, trusted));
}

async function openHttp(context: Connected, trusted: CaBundle | null): Promise<Http> {
  const bundles = [(await useProfile(context)).caBundle, trusted].filter((bundle) => bundle !== null);
  const agents = createAgents(context, bundles);
  const wire = { agents, context };
  const whole = async (call: HttpCall, most = mostBytes): Promise<WholeAnswer> => {
    return traceCall(context, call, async () => {
      const { body, ...answer } = await send(wire, call);
      return { ...answer, bytes: await readBody(body, most, call.url.host) };
    });
  };
  return {
    handler: sdkHandler(whole),
    awsTime: { ahead: 0 },
    get: (url, headers) =>
      retryOnClock(context, async () => {
        const { status, bytes } = await whole({ method: 'GET', url, headers }, mostOfText);
        if (status < 500 && status !== 429) return { status, body: bytes.toString('utf8') };
        // In the shape of an SDK error, so that one rule says what is tried again.
        throw Object.assign(new Error(`status ${status}`), {
          name: 'ServiceUnavailable',
          $metadata: { httpStatusCode: status },
        });
      }),
    send: whole,
    open: (call) => traceCall(context, call, () => send(wire, call)),
    [Symbol.dispose]: () => agents[Symbol.dispose](),
  };
}
