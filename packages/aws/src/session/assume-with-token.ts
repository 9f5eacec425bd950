import type { DeployError, RunContext } from '@funade/core';
import { idTokenExpired, idTokenRefused, tokenRefusedByRole } from '../api/errors.ts';
import { isAwsError } from '../api/is-aws-error.ts';
import { translateError } from '../api/translate-error.ts';
import { refusalCauses } from '../rules/refusal-causes.ts';
import { parseRoleArn } from '../rules/role-arn.ts';
import { parseTokenClaims, type TokenClaims } from '../rules/token-claims.ts';
import { trustStatement } from '../rules/trust-statement.ts';
import type { TokenSource } from '../token-source/token-source.ts';
import type { Identity, IdentitySource } from './identity.ts';
import { refuseOtherRef } from './refuse-other-ref.ts';
import type { RoleRequest, Sts } from './sts.ts';

/** The role, taken with a token of the CI: AssumeRoleWithWebIdentity. Each time with a new token where there is one. */
export function assumeWithToken(
  context: RunContext,
  { sts, tokens, request }: { readonly sts: Promise<Sts>; readonly tokens: TokenSource; readonly request: RoleRequest },
): IdentitySource {
  let endsAt: number | null = null;
  return {
    endsAt: () => endsAt,
    async open(): Promise<Identity> {
      const token = context.resources.secrets.keep(await tokens.fetch());
      const claims = parseTokenClaims(token.reveal());
      if (claims !== null && context.claimedRef !== undefined) refuseOtherRef(claims, context.claimedRef);
      try {
        const { assumeRoleWithWebIdentity } = await sts;
        const identity = await assumeRoleWithWebIdentity({ ...request, token: token.reveal() });
        endsAt = tokens.renewable ? null : Math.max(identity.expiresAt ?? 0, claims?.expiresAt ?? 0);
        return identity;
      } catch (error) {
        throw explain(error, { role: request.role, tokens, claims });
      }
    },
  };
}

interface Attempt {
  readonly role: string;
  readonly tokens: TokenSource;
  readonly claims: TokenClaims | null;
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html */
function explain(cause: unknown, { role, tokens, claims }: Attempt): DeployError {
  const { ci, whenExpired } = tokens;
  if (isAwsError(cause, 'ExpiredToken')) return idTokenExpired({ ci, whenExpired, cause });
  const malformed = claims === null && isAwsError(cause, 'ValidationError');
  if (malformed || isAwsError(cause, 'InvalidIdentityToken', 'IDPRejectedClaim')) {
    return idTokenRefused(parseRoleArn(role)?.account ?? '', { ci, claims, cause });
  }
  if (isAwsError(cause, 'AccessDenied') && claims !== null) {
    return tokenRefusedByRole(
      role,
      { ci, claims, cause },
      { causes: refusalCauses(claims), statement: trustStatement(role, claims) },
    );
  }
  return translateError(cause, { operation: 'sts:AssumeRoleWithWebIdentity', subject: role });
}
