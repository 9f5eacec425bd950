import { isJsonObject, Secret } from '@funade/core';
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

/**
 * Gets the token a registry asks for, as the user when there is one.
 *
 * Source: https://distribution.github.io/distribution/spec/auth/token/
 */
export async function fetchBearerToken(
  challenge: BearerChallenge,
  given: { readonly scope: string; readonly user: RegistryUser | null; readonly signal: AbortSignal },
): Promise<Secret> {
  const url = new URL(challenge.realm);
  if (challenge.service !== null) url.searchParams.set('service', challenge.service);
  if (given.scope !== '') url.searchParams.set('scope', given.scope);
  const headers = given.user === null ? {} : { authorization: basicAuthorization(given.user).reveal() };
  const response = await fetch(url, { headers, signal: given.signal });
  const body: unknown = response.ok ? await response.json() : null;
  const token = isJsonObject(body) ? (body.token ?? body.access_token) : null;
  if (typeof token !== 'string') throw new Error(`${url.host} gave no token (status ${response.status})`);
  return new Secret(`Bearer ${token}`);
}
