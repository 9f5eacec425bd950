import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { disturb } from '../../disturb.ts';
import type { Principal } from '../../identity/principal.ts';
import { AwsFault } from '../../service.ts';
import { flatHeaders } from '../../wire/http.ts';
import type { World } from '../../world.ts';
import { checkAccess, checkLogin } from './authorize.ts';
import { registryRoutes } from './operations.ts';
import { parseRegistryPath, type RegistryTarget } from './parse-registry-request.ts';
import type { RegistryAnswer } from './registry-call.ts';
import { RegistryFault } from './registry-fault.ts';
import type { RegistryState } from './state.ts';

/** The two ends of one exchange. */
export interface Ends {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Answers one request to the registry of an account and region. */
export async function routeRegistry(world: World, state: RegistryState, { request, response }: Ends): Promise<void> {
  const { method = 'GET' } = request;
  const url = new URL(request.url ?? '/', `http://${state.host}`);
  const target = parseRegistryPath(url.pathname) ?? unknownPath;
  const operation = `registry.${method} ${target.kind}`;
  const headers = flatHeaders(request);
  const answer = await disturb(world, operation, async () => {
    const principal = checkLogin(state, { authorization: headers.authorization, now: world.clock.now() });
    const call = { ...target, state, method, headers, query: url.searchParams, body: request, now: world.clock.now() };
    return await permittedRoute(state, { principal, target, method }).run(call);
  }).then(
    (result): RegistryAnswer | null => (result.kind === 'cut' ? null : result.kind === 'raw' ? result : result.answer),
    (error: unknown) => refusal(error, request),
  );
  const { authorization: _, ...shownHeaders } = headers;
  world.log.add({
    operation,
    body: { method, path: url.pathname, query: Object.fromEntries(url.searchParams) },
    headers: shownHeaders,
    account: state.account,
    region: state.region,
    at: world.clock.now(),
    status: answer?.status ?? 0,
    response: null,
  });
  if (answer === null) response.destroy();
  else await write({ request, response }, answer);
}

const unknownPath: RegistryTarget = { kind: 'base', repository: '', reference: 'unknown' };

interface Attempt {
  readonly principal: Principal;
  readonly target: RegistryTarget;
  readonly method: string;
}

function permittedRoute(state: RegistryState, { principal, target, method }: Attempt): (typeof registryRoutes)[string] {
  const route = target === unknownPath ? undefined : registryRoutes[`${method} ${target.kind}`];
  if (route === undefined) {
    throw new RegistryFault('UNSUPPORTED', `the registry does not know ${method} here`, { status: 404 });
  }
  if (route.action !== null) checkAccess(state, { principal, action: route.action, repository: target.repository });
  return route;
}

/** Null when the client went away in the middle of its own body: nobody is left to be answered. */
function refusal(error: unknown, request: IncomingMessage): RegistryAnswer | null {
  if (request.destroyed && !request.complete) return null;
  const fault = toRegistryFault(error);
  const text = JSON.stringify({ errors: [{ code: fault.code, message: fault.message }] });
  return {
    status: fault.status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(Buffer.byteLength(text)),
      ...fault.headers,
    },
    body: text,
  };
}

function toRegistryFault(error: unknown): RegistryFault {
  if (error instanceof RegistryFault) return error;
  if (error instanceof AwsFault) return new RegistryFault(error.code, error.message, { status: error.status });
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new RegistryFault('UNKNOWN', `the sandbox itself failed: ${what}`, { status: 500 });
}

async function write({ request, response }: Ends, { status, headers, body }: RegistryAnswer): Promise<void> {
  // A body nobody read would keep the connection from being used again.
  request.resume();
  response.writeHead(status, { 'docker-distribution-api-version': 'registry/2.0', ...headers });
  if (request.method === 'HEAD' || body === undefined) {
    if (body instanceof Readable) body.destroy();
    response.end();
  } else if (body instanceof Readable) {
    // A client that hangs up in the middle of a blob is its own business.
    await pipeline(body, response).catch(() => response.destroy());
  } else response.end(body);
}
