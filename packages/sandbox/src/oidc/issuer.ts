import { createLocalJWKSet, exportJWK, generateKeyPair, type JSONWebKeySet, type JWTVerifyGetKey, SignJWT } from 'jose';
import type { Random } from '../model/random.ts';

/** What a token says. */
export interface TokenClaims {
  readonly sub: string;
  readonly aud: string;
  /** Seconds from now; default 300, negative for a token that is expired already. */
  readonly expiresIn?: number;
  /** Further claims, as they are. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** The sandbox's own OpenID Connect provider. */
export interface Issuer {
  /** What its tokens carry as `iss`. */
  readonly name: string;
  jwks(): Promise<JSONWebKeySet>;
  sign(claims: TokenClaims): Promise<string>;
}

interface IssuerOptions {
  readonly now: () => number;
  readonly random: Random;
}

/** Makes an issuer whose key pair is made when it is first needed. */
export function createIssuer(name: string, { now, random }: IssuerOptions): Issuer {
  let pair: ReturnType<typeof generateKeyPair> | null = null;
  const keys = (): ReturnType<typeof generateKeyPair> => {
    pair ??= generateKeyPair('ES256', { extractable: true });
    return pair;
  };
  return {
    name,
    async jwks() {
      const { publicKey } = await keys();
      return { keys: [{ ...(await exportJWK(publicKey)), kid: 'sandbox', alg: 'ES256', use: 'sig' }] };
    },
    async sign({ sub, aud, expiresIn = 300, claims = {} }) {
      const { privateKey } = await keys();
      const issuedAt = Math.floor(now() / 1000);
      return await new SignJWT({ ...claims, sub, aud })
        .setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid: 'sandbox' })
        .setIssuer(name)
        .setIssuedAt(issuedAt)
        .setNotBefore(issuedAt)
        .setExpirationTime(issuedAt + expiresIn)
        .setJti(random.uuid())
        .sign(privateKey);
    },
  };
}

/** The keys of every issuer that STS can reach. */
export interface IssuerKeys {
  /** Null: no such provider. */
  of(issuer: string): Promise<JWTVerifyGetKey | null>;
}

export function createIssuerKeys(own: Issuer, seeded: Readonly<Record<string, JSONWebKeySet>>): IssuerKeys {
  return {
    async of(issuer) {
      if (issuer === own.name) return createLocalJWKSet(await own.jwks());
      // The name is whatever a token says, `__proto__` included.
      const set = Object.hasOwn(seeded, issuer) ? seeded[issuer] : undefined;
      return set === undefined ? null : createLocalJWKSet(set);
    },
  };
}
