import type { Principal } from '../identity/principal.ts';
import { checkAccess, checkLogin } from '../services/registry/authorize.ts';
import { readRefusal, refusalAnswer, writeRegistryAnswer } from '../services/registry/oci.ts';
import { type RegistryRoute, registryRoutes } from '../services/registry/operations.ts';
import { parseRegistryPath, type RegistryTarget } from '../services/registry/parse-registry-path.ts';
import type { RegistryAnswer } from '../services/registry/registry-call.ts';
import { RegistryFault } from '../services/registry/registry-fault.ts';
import type { RegistryState } from '../services/registry/state.ts';
import type { Ends, Incoming } from '../wire/exchange.ts';
import { flatHeaders, urlOf } from '../wire/http.ts';
import type { NeededPermission } from '../world/request-log.ts';
import type { World } from '../world/world.ts';
import { disturb } from './disturb.ts';

/** Answers one request to the registry of an account and region. */
export async function routeRegistry(world: World, state: RegistryState, { request, response }: Ends): Promise<void> {
  world.clock.enter();
  try {
    const { method = 'GET' } = request;
    const url = urlOf(request);
    const target = parseRegistryPath(url.pathname);
    const needed: NeededPermission[] = [];
    const attempt: Attempt = { method, target, query: url.searchParams, request, needed };
    const operation = `registry.${method} ${target?.kind ?? 'unknown'}`;
    const { answer, error } = await perform(world, state, { ...attempt, operation });
    const { authorization: _, ...headers } = flatHeaders(request);
    world.log.add(
      {
        operation,
        body: { method, path: url.pathname, query: Object.fromEntries(url.searchParams) },
        headers,
        account: state.account,
        region: state.region,
        at: world.clock.now(),
        status: answer?.status ?? 0,
        response: null,
        error,
        needed,
      },
      entrySize,
    );
    if (answer === null) response.destroy();
    else await writeRegistryAnswer(response, answer);
  } finally {
    world.clock.leave();
  }
}

/** Bytes that an entry of the log is taken for: bodies are not in it. */
const entrySize = 1000;

interface Attempt {
  readonly method: string;
  /** Null for a path the specification does not know. */
  readonly target: RegistryTarget | null;
  readonly query: URLSearchParams;
  readonly request: Incoming;
  /** Gets what the request needs permission for. */
  readonly needed: NeededPermission[];
}

interface Result {
  /** Null: the connection is cut. */
  readonly answer: RegistryAnswer | null;
  readonly error: string | null;
}

async function perform(
  world: World,
  state: RegistryState,
  attempt: Attempt & { readonly operation: string },
): Promise<Result> {
  try {
    const result = await disturb(world, attempt.operation, () => answer(state, attempt, world.clock.now()));
    if (result.kind === 'cut') return { answer: null, error: null };
    return { answer: result.kind === 'raw' ? result : result.answer, error: null };
  } catch (error) {
    // A client that went away in the middle of its own body is not there to be answered.
    if (attempt.request.destroyed && !attempt.request.complete) return { answer: null, error: null };
    const fault = readRefusal(error);
    return { answer: refusalAnswer(fault), error: fault.code };
  }
}

async function answer(state: RegistryState, attempt: Attempt, now: number): Promise<RegistryAnswer> {
  const { method, target, query, request } = attempt;
  const headers = flatHeaders(request);
  const principal = checkLogin(state, { authorization: headers.authorization, now });
  const route = permittedRoute(state, attempt, principal);
  return await route.run({ ...(target ?? nowhere), state, method, headers, query, body: request, now });
}

const nowhere: RegistryTarget = { kind: 'base', repository: '', reference: '' };

function permittedRoute(
  state: RegistryState,
  { method, target, needed }: Attempt,
  principal: Principal,
): RegistryRoute {
  const route = target === null ? undefined : registryRoutes[`${method} ${target.kind}`];
  if (target === null || route === undefined) {
    throw new RegistryFault('UNSUPPORTED', `the registry does not know ${method} of this path`, { status: 404 });
  }
  if (route.action !== null) {
    const asked = checkAccess(state, { principal, action: route.action, repository: target.repository });
    needed.push({ ...asked, context: {} });
  }
  return route;
}
