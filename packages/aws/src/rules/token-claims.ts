import { type GitRef, isJsonObject } from '@funade/core';

/** What an identity token says about itself, unverified: STS verifies it. None of it is secret. */
export interface TokenClaims {
  readonly issuer: string;
  readonly audience: readonly string[];
  readonly subject: string;
  /** Milliseconds since the epoch; null when the token does not say. */
  readonly expiresAt: number | null;
  /** The ref that the CI runs the job for, where its tokens tell (GitHub, GitLab); null when they don't. */
  readonly ref: GitRef | null;
  /** The commit that the CI runs the job for; null when the token does not say. */
  readonly commit: string | null;
}

/** Reads the payload of a JSON web token; null when the text is none. */
export function parseTokenClaims(token: string): TokenClaims | null {
  const [, payload, , ...more] = token.split('.');
  if (payload === undefined || more.length > 0) return null;
  const claims = parseObject(Buffer.from(payload, 'base64url').toString('utf8'));
  if (claims === null || typeof claims.iss !== 'string' || typeof claims.sub !== 'string') return null;
  const audience = [claims.aud ?? []].flat().filter((aud) => typeof aud === 'string');
  const expiresAt = typeof claims.exp === 'number' ? claims.exp * 1000 : null;
  const commit = typeof claims.sha === 'string' ? claims.sha : null;
  return { issuer: claims.iss, audience, subject: claims.sub, expiresAt, ref: refOf(claims), commit };
}

/** GitHub tells the full name, GitLab the short one; both say of which kind it is. */
function refOf({ ref, ref_type: type }: Readonly<Record<string, unknown>>): GitRef | null {
  if (typeof ref !== 'string') return null;
  const full = /^refs\/(heads|tags)\/(.+)$/s.exec(ref);
  if (full !== null) return { type: full[1] === 'tags' ? 'tag' : 'branch', name: full[2] ?? '' };
  return type === 'tag' || type === 'branch' ? { type, name: ref } : null;
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}
