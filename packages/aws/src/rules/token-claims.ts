import { isJsonObject } from '@funade/core';

/** What an identity token says about itself, unverified: STS verifies it. None of it is secret. */
export interface TokenClaims {
  readonly issuer: string;
  readonly audience: readonly string[];
  readonly subject: string;
  /** Milliseconds since the epoch; null when the token does not say. */
  readonly expiresAt: number | null;
}

/** Reads the payload of a JSON web token; null when the text is none. */
export function parseTokenClaims(token: string): TokenClaims | null {
  const [, payload, , ...more] = token.split('.');
  if (payload === undefined || more.length > 0) return null;
  const claims = parseObject(Buffer.from(payload, 'base64url').toString('utf8'));
  if (claims === null || typeof claims.iss !== 'string' || typeof claims.sub !== 'string') return null;
  const audience = [claims.aud ?? []].flat().filter((aud) => typeof aud === 'string');
  const expiresAt = typeof claims.exp === 'number' ? claims.exp * 1000 : null;
  return { issuer: claims.iss, audience, subject: claims.sub, expiresAt };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}
