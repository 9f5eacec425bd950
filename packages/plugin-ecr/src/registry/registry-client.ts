import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import {
  type Connected,
  type HttpCall,
  knownFailure,
  type OpenAnswer,
  readBody,
  TimeLimitError,
  useHttp,
} from '@funade/aws';
import { isDeployError, type Secret } from '@funade/core';
import { registryError } from '../model/registry-errors.ts';
import { bearerChallenge, fetchBearerToken } from './bearer-token.ts';
import { registryOrigin } from './image-reference.ts';
import { RegistryFault } from './registry-fault.ts';
import { basicAuthorization, type RegistryLogin, type RegistryUser } from './registry-user.ts';

export interface RegistryClientOptions {
  readonly host: string;
  /** Null: nobody in particular. A login is asked for every call, since its user's password may be renewed. */
  readonly user: RegistryUser | null | RegistryLogin;
  readonly context: Connected;
}

export interface RegistryCall extends Pick<HttpCall, 'headers' | 'signal' | 'limits'> {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'PUT';
  /** Path from `/v2/`, or the whole URL that a `Location` header named. */
  readonly path: string;
  /** Made anew for each attempt. */
  body?(): Promise<Readable> | string;
  /** Statuses that are an answer; 2xx always are. */
  readonly accept?: readonly number[];
  /** False for a call that must not be repeated by itself, such as one part of an upload. Default true. */
  readonly repeat?: boolean;
}

/** An answer whose body is read. */
export interface RegistryAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Where it came from, redirects followed. */
  readonly url: URL;
  readonly bytes: Buffer;
}

/** How often a call is tried in all. */
export const attempts = 5;
/** How often one that got no answer in time is. */
const attemptsInTime = 3;
/** Manifests have four megabytes at most, and configs are not larger: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pushing-manifests */
const mostBytes = 8 * 1024 * 1024;

/**
 * Speaks to one registry (OCI distribution): logs in when asked to, and repeats what was cut off, throttled (429) or
 * answered with 5xx, waiting 0.25 s, 0.5 s, … or as long as `Retry-After` says.
 */
export class RegistryClient {
  readonly host: string;
  readonly #options: RegistryClientOptions;
  readonly #origin: string;
  readonly #tokens = new Map<string, Secret>();

  constructor(options: RegistryClientOptions) {
    this.host = options.host;
    this.#options = options;
    this.#origin = registryOrigin(options.host);
  }

  /**
   * The answer with its body, which is small; one that breaks off is asked for again.
   *
   * @throws RegistryFault for a status that is no answer, REGISTRY_ERROR when the registry cannot be reached or does not
   * answer in time; PROXY_REFUSED, CERTIFICATE_UNTRUSTED
   */
  call(call: RegistryCall): Promise<RegistryAnswer> {
    return this.#repeat(call, readAnswer);
  }

  /** The answer, its body still to be read. Throws as `call` does. */
  open(call: RegistryCall): Promise<OpenAnswer> {
    return this.#repeat(call, async (answer) => answer);
  }

  async #repeat<Answer>(call: RegistryCall, take: (answer: OpenAnswer) => Promise<Answer>): Promise<Answer> {
    const what = `${call.method} ${this.host}${new URL(call.path, `${this.#origin}/v2/`).pathname}`;
    const { clock, signal } = this.#options.context;
    for (let attempt = 1; ; attempt++) {
      try {
        const answer = await this.#authorized(call);
        if (isAnswer(answer, call)) return await take(answer);
        const { bytes, ...fault } = await readAnswer(answer);
        throw RegistryFault.of(what, { ...fault, text: bytes.toString('utf8') }, clock.now());
      } catch (error) {
        signal.throwIfAborted();
        call.signal?.throwIfAborted();
        // The login could not be had, or the answer is refused: asking again would not change it.
        if (isDeployError(error)) throw error;
        const known = knownFailure(what, error);
        const failure =
          error instanceof RegistryFault ? error : (known?.error ?? registryError(what, messageOf(error), error));
        const last = attempt >= (error instanceof TimeLimitError ? attemptsInTime : attempts);
        if (call.repeat === false || last || !(known?.mayPass ?? mayPass(failure))) throw failure;
        await this.pause(attempt, failure);
      }
    }
  }

  /** Waits before another attempt after this many. */
  async pause(attempt: number, failure: unknown): Promise<void> {
    const asked = failure instanceof RegistryFault ? failure.retryAfter : null;
    const { clock, signal } = this.#options.context;
    await clock.sleep(asked ?? 250 * 2 ** (attempt - 1), { signal });
  }

  async #authorized(call: RegistryCall): Promise<OpenAnswer> {
    const url = new URL(call.path, `${this.#origin}/v2/`);
    const { user: given, context } = this.#options;
    const login = given !== null && 'renew' in given ? given : null;
    const user = login === null ? (given as RegistryUser | null) : await login.user();
    const answer = await this.#as(user, url, call);
    if (login === null || user === null || (answer.status !== 401 && answer.status !== 403)) return answer;
    const renewed = await login.renew(user);
    if (renewed === null) return answer;
    answer.body.destroy();
    context.signal.throwIfAborted();
    return this.#as(renewed, url, call);
  }

  async #as(user: RegistryUser | null, url: URL, call: RegistryCall): Promise<OpenAnswer> {
    const scope = scopeOf(url, call.method);
    const basic = user === null ? null : basicAuthorization(user);
    const answer = await this.#send(url, call, this.#tokens.get(scope) ?? basic);
    // Only the registry itself says where its tokens are had, not a host that it has led us to.
    if (answer.status !== 401 || answer.url.origin !== this.#origin) return answer;
    const challenge = bearerChallenge(answer.headers['www-authenticate'] ?? null);
    if (challenge === null) return answer;
    answer.body.destroy();
    const { context } = this.#options;
    const token = await fetchBearerToken(challenge, { host: this.host, scope, user, context });
    this.#tokens.set(scope, token);
    return this.#send(url, call, token);
  }

  async #send(url: URL, call: RegistryCall, authorization: Secret | null): Promise<OpenAnswer> {
    // A Location may lead to another host, such as a bucket; the login is for the registry alone.
    const ours = url.origin === this.#origin;
    const { method, headers, signal, limits } = call;
    const body = await call.body?.();
    const http = await useHttp(this.#options.context);
    return http.open({
      method,
      url,
      headers: { ...headers, ...(ours && authorization !== null ? { authorization: authorization.reveal() } : {}) },
      ...(body === undefined ? {} : { body }),
      ...(signal === undefined ? {} : { signal }),
      ...(limits === undefined ? {} : { limits }),
    });
  }
}

/** Whether a failed call may succeed when it is repeated: it was cut off, throttled, or the registry had a fault. */
export function mayPass(failure: unknown): boolean {
  return !(failure instanceof RegistryFault) || failure.status === 429 || failure.status >= 500;
}

function isAnswer({ status }: OpenAnswer, { accept }: RegistryCall): boolean {
  return (status >= 200 && status < 300) || accept?.includes(status) === true;
}

async function readAnswer({ body, ...answer }: OpenAnswer): Promise<RegistryAnswer> {
  return { ...answer, bytes: await readBody(body, mostBytes, answer.url.host) };
}

function scopeOf(url: URL, method: RegistryCall['method']): string {
  const name = /^\/v2\/(.+)\/(?:manifests|blobs|tags)\//.exec(url.pathname)?.[1];
  const actions = method === 'GET' || method === 'HEAD' ? 'pull' : 'pull,push';
  return name === undefined ? '' : `repository:${name}:${actions}`;
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Node gives an error for each address of a name, and none for all of them.
  const { code } = error as NodeJS.ErrnoException;
  return error.message || code || error.name;
}
