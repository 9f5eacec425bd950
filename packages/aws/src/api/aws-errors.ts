import { DeployError } from '@funade/core';
import { denialHint, holderOf, missingStatement, parseDenial } from '../rules/denial.ts';

/** The call that failed, as messages name it. */
export interface FailedCall {
  /** As in a policy: `ecs:UpdateService`. */
  readonly operation: string;
  /** What it was about, such as `shop/api`. */
  readonly subject?: string;
  readonly cause: unknown;
}

/** AWS does not allow the call. */
export function accessDenied(call: FailedCall): DeployError {
  const denial = parseDenial(call.cause instanceof Error ? call.cause.message : '');
  const message = `${nameOfCall(call)} is not allowed`;
  if (denial === null) {
    const hint = `allow ${actionsOf(call)} in a policy of the role or user that deploys`;
    return new DeployError('AWS_ACCESS_DENIED', message, { cause: call.cause, hint });
  }
  const { caller, action, resource, forbiddenBy } = denial;
  const statement = missingStatement(denial, call.operation);
  return new DeployError('AWS_ACCESS_DENIED', message, {
    cause: call.cause,
    hint:
      resource === null
        ? `allow ${actionsOf(call)} in a policy of ${holderOf(caller)}`
        : denialHint(denial, call.operation),
    details: {
      caller,
      action,
      resource,
      ...(statement === null ? {} : { statement }),
      ...(forbiddenBy === null ? {} : { forbiddenBy }),
    },
  });
}

/** The session has ended; `renewed`: so AWS says even of one that was had anew. */
export const expiredToken = (call: FailedCall, renewed = false): DeployError =>
  new DeployError('AWS_EXPIRED_TOKEN', `${nameOfCall(call)} failed because the credentials have expired`, {
    cause: call.cause,
    hint: renewed
      ? 'they were renewed, and AWS says that the new ones have expired too: check this machine’s clock, and whether sessions of the role are revoked'
      : 'sign in again (`aws sso login`) or set new credentials; in a CI job with an identity token and a `role` on the environment, the session is renewed automatically',
  });

/** The credentials are none that AWS knows, or this machine's clock is wrong. */
export const invalidCredentials = (call: FailedCall): DeployError =>
  new DeployError('AWS_INVALID_CREDENTIALS', `${nameOfCall(call)} failed because AWS does not accept the credentials`, {
    cause: call.cause,
    hint: "check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, and this machine's clock",
  });

/** AWS asked to slow down until we gave up. */
export const throttled = (call: FailedCall): DeployError =>
  new DeployError('AWS_THROTTLED', `${nameOfCall(call)} was throttled${attemptsOf(call.cause)}`, {
    cause: call.cause,
    hint: 'run it again; with many services, lower `--concurrency` or deploy fewer at once with `--service`',
  });

/** No answer came. */
export const network = (call: FailedCall, code: string): DeployError =>
  new DeployError('AWS_NETWORK', `${nameOfCall(call)} got no answer from AWS: ${code}${attemptsOf(call.cause)}`, {
    cause: call.cause,
    hint: 'check the connection, the proxy and AWS_ENDPOINT_URL, then run it again',
  });

/** AWS itself had a fault. */
export const unavailable = (call: FailedCall, status: number): DeployError =>
  new DeployError(
    'AWS_UNAVAILABLE',
    `${nameOfCall(call)} failed in AWS with status ${status}${attemptsOf(call.cause)}`,
    {
      cause: call.cause,
      hint: 'run it again; see https://health.aws.amazon.com for known problems',
    },
  );

/** What answered does not speak as AWS does. */
export const badAnswer = (call: FailedCall): DeployError =>
  new DeployError('AWS_BAD_ANSWER', `${nameOfCall(call)} got a response that did not come from AWS`, {
    cause: call.cause,
    hint: 'check AWS_ENDPOINT_URL, `endpoint_url` of the profile, and the proxy: something other than AWS answers there',
  });

/** The call was stopped on our side. */
export const aborted = (call: FailedCall): DeployError =>
  new DeployError('AWS_ABORTED', `${nameOfCall(call)} was stopped before it was answered`, {
    cause: call.cause,
    category: 'interrupted',
    outcome: 'cancelled',
  });

/** Any other refusal of AWS. */
export const awsError = (call: FailedCall, code: string): DeployError =>
  new DeployError('AWS_ERROR', `${nameOfCall(call)} was refused with ${code}`, { cause: call.cause });

/** ECS checks `iam:PassRole` within its own calls: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-iam-roles.html */
const passesRoles: ReadonlySet<string> = new Set(['ecs:RegisterTaskDefinition', 'ecs:UpdateService', 'ecs:RunTask']);

function actionsOf({ operation }: FailedCall): string {
  return passesRoles.has(operation)
    ? `\`${operation}\`, and \`iam:PassRole\` on the roles of the task definition,`
    : `\`${operation}\``;
}

/** How messages name a call. */
export function nameOfCall({ operation, subject }: Omit<FailedCall, 'cause'>): string {
  return subject === undefined ? operation : `${operation} for ${subject}`;
}

function attemptsOf(cause: unknown): string {
  const { $metadata } = cause as { readonly $metadata?: { readonly attempts?: unknown } };
  const attempts = $metadata?.attempts;
  return typeof attempts === 'number' && attempts > 1 ? ` (${attempts} attempts)` : '';
}
