import { isStringLike } from '../../../identity/string-like.ts';
import { AwsFault } from '../../../model/service.ts';
import { checkDuration, sessionAnswer, sessionRequest } from '../session-request.ts';
import type { StsOperation } from '../state.ts';
import { validate } from '../validate.ts';
import { verifyToken } from '../verify-token.ts';

export const assumeRoleWithWebIdentity: StsOperation = async ({ identities, issuers }, { input, now }) => {
  const { roleArn, sessionName, duration } = sessionRequest(input);
  const jwt = validate(input, 'WebIdentityToken', { min: 4, max: 20_000 });
  const role = identities.role(roleArn);
  const token = await verifyToken(jwt, { issuers, now, trustedBy: role });
  const matches = role?.trust.operator === 'StringEquals' ? (a: string, b: string) => a === b : isStringLike;
  if (
    role === null ||
    role.trust.issuer !== token.issuer ||
    !role.trust.subjects.some((pattern) => matches(pattern, token.subject))
  ) {
    throw new AwsFault('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', 403);
  }
  checkDuration(role, duration);
  return {
    ...sessionAnswer(identities.openSession(role, { name: sessionName, expiresAt: now + duration * 1000 })),
    SubjectFromWebIdentityToken: token.subject,
    Audience: token.audience,
    Provider: `arn:aws:iam::${role.account}:oidc-provider/${token.issuer.replace(/^https?:\/\//, '')}`,
  };
};
