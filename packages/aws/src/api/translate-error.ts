import { type DeployError, isDeployError, toDeployError } from '@funade/core';
import { knownFailure } from '../http/network-errors.ts';
import { codeOf, isThrottling, nameOf, networkCodeOf, statusOf } from '../rules/retry-reason.ts';
import {
  aborted,
  accessDenied,
  awsError,
  badAnswer,
  expiredToken,
  type FailedCall,
  invalidCredentials,
  nameOfCall,
  network,
  throttled,
  unavailable,
} from './aws-errors.ts';
import { isAwsError } from './is-aws-error.ts';
import { renewalAfter } from './retry-strategy.ts';

/**
 * What an SDK client threw, as an error of ours. AWS's own text stays as the cause. An error that is ours already is
 * returned as it is; what is no error of a call becomes `INTERNAL`.
 *
 * Codes: `AWS_ACCESS_DENIED`, `AWS_EXPIRED_TOKEN`, `AWS_INVALID_CREDENTIALS`, `AWS_THROTTLED`, `AWS_NETWORK`,
 * `AWS_UNAVAILABLE`, `AWS_BAD_ANSWER`, `AWS_ABORTED`, `AWS_ERROR`, `PROXY_REFUSED`,
 * `CERTIFICATE_UNTRUSTED`.
 */
export function translateError(error: unknown, about: Omit<FailedCall, 'cause'>): DeployError {
  if (isDeployError(error)) return error;
  const call: FailedCall = { ...about, cause: error };
  const name = nameOf(error);
  if (name === 'AbortError') return aborted(call);
  const known = knownFailure(nameOfCall(about), error);
  if (known !== null) return known.error;
  const code = networkCodeOf(error);
  if (code !== null) return network(call, code);
  if (isThrottling(error)) return throttled(call);
  const translate = byCode.get(codeOf(error));
  if (translate !== undefined) return translate(call);
  const status = statusOf(error);
  if (status >= 500) return unavailable(call, status);
  if (isAwsError(error)) return awsError(call, name);
  return hasAnswer(error) ? badAnswer(call) : toDeployError(error);
}

/** What has kept a session from being renewed says more than that it has ended. */
function afterExpiry(call: FailedCall): DeployError {
  const renewal = renewalAfter(call.cause);
  return isDeployError(renewal) ? renewal : expiredToken(call, renewal === 'renewed');
}

/** Codes of JSON services and of STS. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/CommonErrors.html */
const byCode: ReadonlyMap<string, (call: FailedCall) => DeployError> = new Map([
  ['AccessDenied', accessDenied],
  ['UnauthorizedOperation', accessDenied],
  ['ExpiredToken', afterExpiry],
  ['UnrecognizedClient', invalidCredentials],
  ['InvalidClientTokenId', invalidCredentials],
  ['SignatureDoesNotMatch', invalidCredentials],
  ['InvalidSignature', invalidCredentials],
  ['IncompleteSignature', invalidCredentials],
  ['MissingAuthenticationToken', invalidCredentials],
  ['AuthFailure', invalidCredentials],
  ['RequestExpired', invalidCredentials],
  ['RequestTimeTooSkewed', invalidCredentials],
]);

/** The SDK hangs the answer on an error that came up while it was read. */
function hasAnswer(error: unknown): boolean {
  return typeof error === 'object' && error !== null && '$response' in error;
}
