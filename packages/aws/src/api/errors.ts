import { type ClaimedRef, DeployError, type DeployErrorOptions, type Environment, type JsonObject } from '@funade/core';
import { accountOf } from '../rules/role-arn.ts';
import type { TokenClaims } from '../rules/token-claims.ts';

/** The credentials are of another account than the environment's. */
export const wrongAccount = ({ name, account }: Environment, callerArn: string): DeployError =>
  new DeployError(
    'WRONG_ACCOUNT',
    `the credentials belong to account ${accountOf(callerArn) ?? 'unknown'} (${callerArn}), but ${name} is account ${account}`,
    {
      category: 'refused',
      hint: `use credentials of account ${account}, or set the environment's \`role\` to a role there; nothing was read or changed`,
    },
  );

/** The environment's role belongs to another account than the environment. */
export const roleOfOtherAccount = ({ name, account, role }: Environment): DeployError =>
  new DeployError('ROLE_ACCOUNT', `the role ${role} does not belong to account ${account}, the account of ${name}`, {
    category: 'usage',
    hint: `correct \`account\` or \`role\` of the environment ${name}`,
  });

/** Nobody gave us credentials. `ci` says how a job of the CI we are in gets some. */
export const noCredentials = (
  ci: { readonly ci: string; readonly howTo: string } | null,
  options: Pick<DeployErrorOptions, 'cause'> = {},
): DeployError =>
  ci === null
    ? new DeployError('NO_CREDENTIALS', 'no AWS credentials were found', {
        ...options,
        hint: 'sign in (`aws sso login`), or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
      })
    : new DeployError('NO_CREDENTIALS', `this ${ci.ci} job has neither an identity token nor AWS credentials`, {
        ...options,
        hint: ci.howTo,
      });

/** The job has an identity token, and nothing says which role it is for. */
export const tokenWithoutRole = (
  { name, account }: Pick<Environment, 'name' | 'account'>,
  ci: string,
  options: Pick<DeployErrorOptions, 'cause'> = {},
): DeployError =>
  new DeployError(
    'NO_CREDENTIALS',
    `environment "${name}" has no role to assume with the identity token of ${ci}, and there are no AWS credentials`,
    {
      ...options,
      hint: `write the role under environments.${name}: role: 'arn:aws:iam::${account}:role/<name>'`,
    },
  );

/** The CI did not give the identity token it was asked for. */
export const idTokenRequestFailed = (
  ci: string,
  reason: string,
  options: Pick<DeployErrorOptions, 'cause'> = {},
): DeployError =>
  new DeployError('ID_TOKEN_REQUEST_FAILED', `${ci} issued no identity token: ${reason}`, {
    ...options,
    hint: 'run the job again',
  });

/** A presented token and what is known of it. */
export interface PresentedToken {
  readonly ci: string;
  readonly claims: TokenClaims;
  /** What STS said. */
  readonly cause: unknown;
}

/** What a refused role could be told to accept the token. */
export interface Refusal {
  readonly causes: readonly string[];
  readonly statement: JsonObject;
}

/** The role's trust policy does not accept the token. */
export const tokenRefusedByRole = (
  role: string,
  { ci, claims, cause }: PresentedToken,
  { causes, statement }: Refusal,
): DeployError =>
  new DeployError('ROLE_REFUSED', `the role ${role} does not accept the identity token of ${ci}`, {
    cause,
    hint: [
      ...presented(claims),
      'likely causes:',
      ...causes.map((text) => `  - ${text}`),
      "this statement in the role's trust policy accepts the token:",
      ...JSON.stringify(statement, null, 2)
        .split('\n')
        .map((line) => `  ${line}`),
    ].join('\n'),
  });

/** The role does not let the caller assume it. */
export const callerRefusedByRole = (
  role: string,
  { callerArn, cause }: { readonly callerArn: string; readonly cause: unknown },
  statement: JsonObject,
): DeployError =>
  new DeployError('ROLE_REFUSED', `${callerArn} may not assume the role ${role}`, {
    cause,
    hint: [
      `allow the caller \`sts:AssumeRole\` on ${role}, and add this statement to the role's trust policy:`,
      ...JSON.stringify(statement, null, 2)
        .split('\n')
        .map((line) => `  ${line}`),
    ].join('\n'),
  });

/** STS does not take the token: its issuer or audience is not set up in the account, or it cannot be verified. */
export const idTokenRefused = (
  account: string,
  { ci, claims, cause }: Omit<PresentedToken, 'claims'> & { readonly claims: TokenClaims | null },
): DeployError =>
  new DeployError('ID_TOKEN_REFUSED', `AWS rejected the identity token of ${ci}`, {
    cause,
    hint:
      claims === null
        ? 'the token is not a JSON Web Token'
        : [
            ...presented(claims),
            `check that account ${account} has an IAM identity provider for the issuer, with the audience among its client ids`,
          ].join('\n'),
  });

/** The token is over. */
export const idTokenExpired = ({
  ci,
  whenExpired,
  cause,
}: {
  readonly ci: string;
  readonly whenExpired: string;
  readonly cause: unknown;
}): DeployError =>
  new DeployError('ID_TOKEN_EXPIRED', `the identity token of ${ci} has expired`, { cause, hint: whenExpired });

/** STS answered without what was asked for. */
export const badStsAnswer = (operation: string): DeployError =>
  new DeployError('AWS_ERROR', `sts:${operation} returned neither credentials nor an identity`, {
    hint: 'check AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_STS, if they are set',
  });

function presented({ issuer, audience, subject }: TokenClaims): readonly string[] {
  return ['the token says:', `  iss ${issuer}`, `  aud ${audience.join(', ')}`, `  sub ${subject}`];
}

/** What a job's variables or its checkout name is not what its identity token says. */
export const refOfOtherToken = ({ ref, commit }: ClaimedRef, said: string): DeployError =>
  new DeployError(
    'REF_NOT_PROVEN',
    `the job says that it runs for ${ref.type} "${ref.name}" (${commit.slice(0, 7)}), and its identity token says ${said}`,
    {
      category: 'refused',
      hint: 'variables of the pipeline may have been overridden: run it for the ref itself, or name the tag with --tag',
    },
  );

/** What is set as the endpoint of a service is no address. */
export const badEndpoint = (service: string, endpoint: string): DeployError =>
  new DeployError('ENDPOINT_INVALID', `"${endpoint}", which is set as the endpoint of ${service}, is not a URL`, {
    category: 'usage',
    hint: 'write AWS_ENDPOINT_URL, or `endpoint_url` of the profile, as https://host or http://host:port',
  });
