import { decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose';
import type { Role } from '../../identity/principal.ts';
import { AwsFault } from '../../model/service.ts';
import type { IssuerKeys } from '../../oidc/issuer.ts';

export interface VerifiedToken {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
}

interface Verification {
  readonly issuers: IssuerKeys;
  readonly now: number;
  readonly trustedBy: Role | null;
}

/** The algorithms that STS takes. */
const algorithms = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512'];

/** Checks a web identity token: form, provider, signature, expiry, audience. Whether the role trusts it comes after. */
export async function verifyToken(jwt: string, { issuers, now, trustedBy }: Verification): Promise<VerifiedToken> {
  const claimed = readClaims(jwt);
  const issuer = typeof claimed.iss === 'string' ? claimed.iss : '';
  const keys = await issuers.of(issuer);
  if (keys === null) {
    throw new AwsFault('InvalidIdentityToken', `No OpenIDConnect provider found in your account for ${issuer}`);
  }
  const { payload } = await jwtVerify(jwt, keys, { algorithms, currentDate: new Date(now), clockTolerance: 0 }).catch(
    (error: unknown) => {
      throw refusal(error, { now, exp: claimed.exp });
    },
  );
  if (typeof payload.exp !== 'number') throw invalid('Missing a required claim: exp');
  if (typeof payload.iat !== 'number') throw invalid('Missing a required claim: iat');
  if (typeof payload.sub !== 'string') throw invalid('Missing a required claim: sub');
  const audiences = [payload.aud ?? []].flat();
  const accepted = trustedBy === null ? audiences : audiences.filter((aud) => trustedBy.trust.audiences.includes(aud));
  const [audience] = accepted;
  if (audience === undefined) throw invalid('Incorrect token audience');
  return { issuer, subject: payload.sub, audience };
}

function readClaims(jwt: string): JWTPayload {
  try {
    // The decoder of jose passes over white space, which is no part of a token.
    if (!/^[\w-]+\.[\w-]+\.[\w-]*$/.test(jwt)) throw new SyntaxError('not three parts of base64url');
    return decodeJwt(jwt);
  } catch {
    throw invalid('The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)');
  }
}

function refusal(error: unknown, { now, exp }: { readonly now: number; readonly exp: number | undefined }): unknown {
  if (error instanceof errors.JWTExpired) {
    const current = Math.floor(now / 1000);
    return new AwsFault(
      'ExpiredTokenException',
      `Token expired: current date/time ${current} must be before the expiration date/time ${exp}`,
    );
  }
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf') {
    return invalid('Token is not yet valid: the not-before date/time is in the future');
  }
  if (error instanceof errors.JOSEError) {
    return invalid(
      "Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation for requirements",
    );
  }
  return error;
}

function invalid(message: string): AwsFault {
  return new AwsFault('InvalidIdentityToken', message);
}
