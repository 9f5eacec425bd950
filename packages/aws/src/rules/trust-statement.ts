import type { JsonObject } from '@funade/core';
import { parseRoleArn, parseSessionArn } from './role-arn.ts';
import type { TokenClaims } from './token-claims.ts';

/** A statement for the role's trust policy that accepts this token and those of other tags of the same repository. */
export function trustStatement(role: string, { issuer, audience, subject }: TokenClaims): JsonObject {
  const { partition = 'aws', account = '<account>' } = parseRoleArn(role) ?? {};
  const provider = issuer.replace(/^https?:\/\//, '');
  const pattern = anyTag(subject);
  const aud = { [`${provider}:aud`]: audience.length === 1 ? (audience[0] ?? '') : audience };
  const sub = { [`${provider}:sub`]: pattern };
  return {
    Effect: 'Allow',
    Principal: { Federated: `arn:${partition}:iam::${account}:oidc-provider/${provider}` },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: pattern === subject ? { StringEquals: { ...aud, ...sub } } : { StringEquals: aud, StringLike: sub },
  };
}

/** A statement for the role's trust policy that lets this caller assume it. */
export function callerStatement(callerArn: string): JsonObject {
  return { Effect: 'Allow', Principal: { AWS: principalOf(callerArn) }, Action: 'sts:AssumeRole' };
}

/** The subject with the tag's name open: the next release has another one. */
function anyTag(subject: string): string {
  return subject.replace(/(:ref:refs\/tags\/|:ref_type:tag:ref:)[^:]+$/, '$1*');
}

/** A session is trusted through its role. The path of an IAM Identity Center role is not in its sessions' ARNs. */
function principalOf(callerArn: string): string {
  const session = parseSessionArn(callerArn);
  if (session === null) return callerArn;
  const { partition, account, name } = session;
  return `arn:${partition}:iam::${account}:${name.startsWith('AWSReservedSSO_') ? 'root' : `role/${name}`}`;
}
