import { type Connected, useHttp } from '@funade/aws';
import { isJsonObject, type JsonObject, Secret } from '@funade/core';
import { loginHostRefused } from '../model/registry-errors.ts';
import { maySeeLogin } from './login-host.ts';
import { basicAuthorization, type RegistryUser } from './registry-user.ts';

/** Where a registry sends those who have no token: the `WWW-Authenticate` header of its 401. */
export interface BearerChallenge {
  readonly realm: string;
  readonly service: string | null;
}

/** Reads a `WWW-Authenticate` header; null when it asks for something else than a bearer token. */
export function bearerChallenge(header: string | null): BearerChallenge | null {
  if (header === null || !/^bearer\s/i.test(header)) return null;
  const parameters = new Map<string, string>();
  for (const [, key = '', value = ''] of header.matchAll(/([a-z_]+)="([^"]*)"/gi)) {
    parameters.set(key.toLowerCase(), value);
  }
  const realm = parameters.get('realm');
  return realm === undefined ? null : { realm, service: parameters.get('service') ?? null };
}

/** Who asks for a token, and for what. */
export interface TokenRequest {
  /** The registry that asks for it. */
  readonly host: string;
  readonly scope: string;
  readonly user: RegistryUser | null;
  readonly context: Connected;
}

const mostBytes = 1024 * 1024;

/**
 * Gets the token a registry asks for, as the user where that one's login may be shown to the place that gives it.
 *
 * Source: https://distribution.github.io/distribution/spec/auth/token/
 * @throws REGISTRY_AUTH_HOST when there is no token without the login
 */
export async function fetchBearerToken(challenge: BearerChallenge, request: TokenRequest): Promise<Secret> {
  const { host, scope, user, context } = request;
  if (!URL.canParse(challenge.realm))
    throw new Error(`${host} names no valid address for its tokens: ${challenge.realm}`);
  const url = new URL(challenge.realm);
  if (challenge.service !== null) url.searchParams.set('service', challenge.service);
  if (scope !== '') url.searchParams.set('scope', scope);
  const shown = user !== null && maySeeLogin(url, host, context.env.FUNADE_REGISTRY_AUTH_HOSTS);
  const headers: Record<string, string> = shown ? { authorization: basicAuthorization(user).reveal() } : {};
  const http = await useHttp(context);
  const { status, bytes } = await http.send({ method: 'GET', url, headers }, mostBytes);
  const body = status === 200 ? parse(bytes) : {};
  const token = body.token ?? body.access_token;
  if (typeof token === 'string') return new Secret(`Bearer ${token}`);
  if (user !== null && !shown) throw loginHostRefused(host, url.origin);
  throw new Error(`${url.host} gave no token (status ${status})`);
}

function parse(bytes: Buffer): JsonObject {
  try {
    const body: unknown = JSON.parse(bytes.toString('utf8'));
    return isJsonObject(body) ? body : {};
  } catch {
    return {};
  }
}
