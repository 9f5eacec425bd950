import { type Clock, isDeployError, type Secret } from '@funade/core';
import { registryError } from '../model/registry-errors.ts';
import { bearerChallenge, fetchBearerToken } from './bearer-token.ts';
import { registryOrigin } from './image-reference.ts';
import { basicAuthorization, type RegistryUser } from './registry-user.ts';

export interface RegistryClientOptions {
  readonly host: string;
  /** Null: nobody in particular. A function is asked for every call, since its user's password may be renewed. */
  readonly user: RegistryUser | null | (() => Promise<RegistryUser>);
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

export interface RegistryCall {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'PUT';
  /** Path from `/v2/`, or the whole URL that a `Location` header named. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Made anew for each attempt. */
  body?(): Promise<Blob | ReadableStream<Uint8Array>> | string;
  /** Statuses that are an answer; 2xx always are. */
  readonly accept?: readonly number[];
  /** False for a call that must not be repeated by itself, such as one part of an upload. Default true. */
  readonly repeat?: boolean;
  /** Gives this call up, its body too. Absent: it ends with the command alone. */
  readonly signal?: AbortSignal;
}

/** An answer whose body is read. */
export interface WholeAnswer extends Pick<Response, 'status' | 'headers' | 'url'> {
  readonly text: string;
}

/** How often a call is tried in all. */
export const attempts = 5;

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
   * The answer, its body not read yet.
   *
   * @throws RegistryFault for a status that is no answer, REGISTRY_ERROR when the registry cannot be reached.
   */
  call(call: RegistryCall): Promise<Response> {
    return this.#repeat(call, async (response) => response);
  }

  /** The answer with its body, which is small; one that breaks off is asked for again. Throws as `call` does. */
  read(call: RegistryCall): Promise<WholeAnswer> {
    return this.#repeat(call, async (response) => {
      const { status, headers, url } = response;
      return { status, headers, url, text: await response.text() };
    });
  }

  async #repeat<Answer>(call: RegistryCall, take: (response: Response) => Promise<Answer>): Promise<Answer> {
    const what = `${call.method} ${this.host}${new URL(call.path, `${this.#origin}/v2/`).pathname}`;
    for (let attempt = 1; ; attempt++) {
      try {
        const response = await this.#authorized(call);
        if (response.ok || call.accept?.includes(response.status)) return await take(response);
        throw await RegistryFault.of(what, response, this.#options.clock.now());
      } catch (error) {
        this.#options.signal.throwIfAborted();
        call.signal?.throwIfAborted();
        // The login could not be had: the registry has not been asked.
        if (isDeployError(error)) throw error;
        const failure = error instanceof RegistryFault ? error : registryError(what, messageOf(error), error);
        if (call.repeat === false || attempt === attempts || !mayPass(failure)) throw failure;
        await this.pause(attempt, failure);
      }
    }
  }

  /** Waits before another attempt after this many. */
  async pause(attempt: number, failure: unknown): Promise<void> {
    const asked = failure instanceof RegistryFault ? failure.retryAfter : null;
    const { clock, signal } = this.#options;
    await clock.sleep(asked ?? 250 * 2 ** (attempt - 1), { signal });
  }

  async #authorized(call: RegistryCall): Promise<Response> {
    const url = new URL(call.path, `${this.#origin}/v2/`);
    const scope = scopeOf(url, call.method);
    const { user: given } = this.#options;
    const user = typeof given === 'function' ? await given() : given;
    const basic = user === null ? null : basicAuthorization(user);
    const response = await this.#fetch(url, call, this.#tokens.get(scope) ?? basic);
    if (response.status !== 401) return response;
    const challenge = bearerChallenge(response.headers.get('www-authenticate'));
    if (challenge === null) return response;
    await response.body?.cancel();
    const token = await fetchBearerToken(challenge, { scope, user, signal: this.#options.signal });
    this.#tokens.set(scope, token);
    return this.#fetch(url, call, token);
  }

  async #fetch(url: URL, call: RegistryCall, authorization: Secret | null): Promise<Response> {
    // A Location may lead to another host, such as a bucket; the login is for the registry alone.
    const ours = url.origin === new URL(this.#origin).origin;
    const body = await call.body?.();
    return fetch(url, {
      method: call.method,
      headers: {
        ...call.headers,
        ...(ours && authorization !== null ? { authorization: authorization.reveal() } : {}),
      },
      signal: call.signal === undefined ? this.#options.signal : AbortSignal.any([this.#options.signal, call.signal]),
      // Node streams a body only when it is told that the answer comes after it.
      ...(body === undefined ? {} : { body, duplex: 'half' }),
    });
  }
}

/** Whether a failed call may succeed when it is repeated: it was cut off, throttled, or the registry had a fault. */
export function mayPass(failure: unknown): boolean {
  return !(failure instanceof RegistryFault) || failure.status === 429 || failure.status >= 500;
}

/** What a registry said no with. */
export class RegistryFault extends Error {
  override readonly name = 'RegistryFault';
  readonly status: number;
  /** The codes of the OCI error body, such as `MANIFEST_UNKNOWN`, `TAG_INVALID`, `DENIED`. */
  readonly codes: readonly string[];
  /** Milliseconds, when the registry asked for them. */
  readonly retryAfter: number | null;

  constructor(message: string, given: { status: number; codes: readonly string[]; retryAfter: number | null }) {
    super(message);
    this.status = given.status;
    this.codes = given.codes;
    this.retryAfter = given.retryAfter;
  }

  static async of(what: string, response: Response, now: number): Promise<RegistryFault> {
    const text = await response.text().catch(() => '');
    const errors = errorsIn(text);
    const said = errors.map(({ code, message }) => [code, message].filter(Boolean).join(': ')).join('; ');
    return new RegistryFault(`${what}: ${response.status}${said === '' ? '' : ` ${said}`}`, {
      status: response.status,
      codes: errors.flatMap(({ code }) => code ?? []),
      retryAfter: retryAfter(response.headers.get('retry-after'), now),
    });
  }
}

/** Milliseconds; the header has seconds or a date. */
function retryAfter(header: string | null, now: number): number | null {
  if (header === null) return null;
  const seconds = Number(header);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isFinite(wait) ? Math.max(0, wait) : null;
}

function scopeOf(url: URL, method: RegistryCall['method']): string {
  const name = /^\/v2\/(.+)\/(?:manifests|blobs|tags)\//.exec(url.pathname)?.[1];
  const actions = method === 'GET' || method === 'HEAD' ? 'pull' : 'pull,push';
  return name === undefined ? '' : `repository:${name}:${actions}`;
}

function errorsIn(text: string): readonly { readonly code?: string; readonly message?: string }[] {
  try {
    const body: unknown = JSON.parse(text);
    const { errors } = body as { errors?: unknown };
    return Array.isArray(errors) ? errors.filter((one) => typeof one === 'object' && one !== null) : [];
  } catch {
    return [];
  }
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // fetch says "fetch failed" and keeps the reason in its cause.
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}
