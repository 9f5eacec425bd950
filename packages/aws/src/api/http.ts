import type { World } from '@funade/core';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import { retryOnClock } from './retry-on-clock.ts';

/** How long a connection may take to come about, in milliseconds. */
const connectionTimeout = 5_000;
/** How long one attempt of a call may take, in milliseconds. The SDK's own default is for ever. */
const requestTimeout = 30_000;

/** What the SDK's clients send with; it is theirs together, so none of them can close or change it. */
export type RequestHandler = Pick<
  NodeHttpHandler,
  'handle' | 'metadata' | 'updateHttpClientConfig' | 'httpHandlerConfigs'
>;

/** The connections of one command: kept alive and shared by every client. */
export interface Http extends Disposable {
  readonly handler: RequestHandler;
  /** One GET; broken connections and answers of 500 and above are tried again on the world's clock. */
  get(url: URL, headers: Readonly<Record<string, string>>): Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Opens the connections on first use. They are closed with the world's resources, after the clients that use them. */
export function useHttp(world: World): Promise<Http> {
  return world.resources.use('aws.http', () => openHttp(world));
}

async function openHttp(world: World): Promise<Http> {
  const [{ NodeHttpHandler }, { Agent: HttpAgent }, { Agent: HttpsAgent }] = await Promise.all([
    import('@smithy/node-http-handler'),
    import('node:http'),
    import('node:https'),
  ]);
  const agent = { keepAlive: true, maxSockets: 50, ...proxyOf(world.env) };
  const shared = new NodeHttpHandler({
    connectionTimeout,
    requestTimeout,
    throwOnRequestTimeout: true,
    httpAgent: new HttpAgent(agent),
    httpsAgent: new HttpsAgent(agent),
    logger: silent,
  });
  return {
    handler: {
      metadata: shared.metadata,
      handle: (request, options) => shared.handle(request, options),
      updateHttpClientConfig: () => {},
      httpHandlerConfigs: () => shared.httpHandlerConfigs(),
    },
    get: (url, headers) => retryOnClock(world, () => get(shared, { url, headers, signal: world.signal })),
    [Symbol.dispose]: () => shared.destroy(),
  };
}

/** `HTTPS_PROXY` and its like, from Node 22.21 and 24.5 on. This machine itself is never behind the proxy. */
function proxyOf(env: World['env']): { readonly proxyEnv?: NodeJS.ProcessEnv } {
  const proxyEnv: Record<string, string> = {};
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY'] as const) {
    const proxy = env[name] || env[name.toLowerCase()];
    if (proxy) proxyEnv[name] = proxy;
  }
  if (Object.keys(proxyEnv).length === 0) return {};
  const direct = [env.NO_PROXY || env.no_proxy, 'localhost', '127.0.0.1', '[::1]', '169.254.169.254', '169.254.170.2'];
  return { proxyEnv: { ...proxyEnv, NO_PROXY: direct.filter((host) => host).join(',') } };
}

interface Get {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

async function get(handler: NodeHttpHandler, { url, headers, signal }: Get): Promise<Answer> {
  const request = {
    method: 'GET',
    protocol: url.protocol,
    hostname: url.hostname,
    port: url.port === '' ? undefined : Number(url.port),
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: { ...headers, host: url.host },
  } as unknown as Parameters<NodeHttpHandler['handle']>[0];
  const { response } = await handler.handle(request, { abortSignal: signal });
  const { text } = await import('node:stream/consumers');
  const answer = { status: response.statusCode, body: await text(response.body) };
  if (answer.status < 500 && answer.status !== 429) return answer;
  // In the shape of an SDK error, so that one rule says what is tried again.
  throw Object.assign(new Error(`status ${answer.status}`), {
    name: 'ServiceUnavailable',
    $metadata: { httpStatusCode: answer.status },
  });
}

const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
