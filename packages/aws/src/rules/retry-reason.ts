import { isCertificateCode } from './certificate-code.ts';
import type { RetryReason } from './retry-delay.ts';

/** Codes with which AWS asks a caller to slow down. `LimitExceeded` is none: in ECS it is a quota. */
const throttling: ReadonlySet<string> = new Set([
  'Throttling',
  'Throttled',
  'RequestThrottled',
  'RequestLimitExceeded',
  'TooManyRequests',
  'SlowDown',
]);

/** Node's codes for a connection that did not come about or broke. */
const network: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ERR_SOCKET_CONNECTION_TIMEOUT',
]);

/** Something answers that speaks no TLS, or no HTTP. */
const foreign = /^(?:EPROTO$|ERR_SSL_|HPE_)/;

const timeouts: ReadonlySet<string> = new Set(['TimeoutError', 'RequestTimeout']);

/** Why an error of an AWS call is worth another attempt; null when trying again cannot help. */
export function retryReasonOf(error: unknown): RetryReason | null {
  if (isThrottling(error)) return 'throttled';
  const code = networkCodeOf(error);
  if (code !== null && (foreign.test(code) || isCertificateCode(code))) return null;
  if (code !== null || statusOf(error) >= 500 || isSignedFarOff(error)) return 'transient';
  // STS could not reach the issuer of a token: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
  return codeOf(error) === 'IDPCommunicationError' ? 'transient' : null;
}

/** Whether AWS asks to slow down. */
export function isThrottling(error: unknown): boolean {
  return throttling.has(codeOf(error)) || statusOf(error) === 429;
}

/** `ECONNRESET`, `TimeoutError`, … when no answer came; null when one did. */
export function networkCodeOf(error: unknown): string | null {
  const { code } = fieldsOf(error);
  if (typeof code === 'string' && (network.has(code) || foreign.test(code) || isCertificateCode(code))) return code;
  return timeouts.has(codeOf(error)) ? codeOf(error) : null;
}

/** The HTTP status of the answer; 0 when there was none. */
export function statusOf(error: unknown): number {
  const { $metadata } = fieldsOf(error);
  const { httpStatusCode } = fieldsOf($metadata);
  return typeof httpStatusCode === 'number' ? httpStatusCode : 0;
}

/** Whether a call was refused for the time of its signature, which has been set right since: the SDK's own mark. */
function isSignedFarOff(error: unknown): boolean {
  const { $metadata } = fieldsOf(error);
  return fieldsOf($metadata).clockSkewCorrected === true;
}

/** AWS's code of the error, which the SDK keeps as its name. */
export function nameOf(error: unknown): string {
  const { name } = fieldsOf(error);
  return typeof name === 'string' ? name : '';
}

/** The code without `Exception` at its end: the wire, the models and the SDK's classes do not agree on having it. */
export function codeOf(error: unknown): string {
  return withoutException(nameOf(error));
}

export function withoutException(name: string): string {
  return name.replace(/Exception$/, '');
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
