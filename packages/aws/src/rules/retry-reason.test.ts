import { expect, test } from 'vitest';
import { retryReasonOf } from './retry-reason.ts';

test.each([
  ['throttling', { name: 'ThrottlingException', $fault: 'client', $metadata: { httpStatusCode: 400 } }, 'throttled'],
  ['throttling of STS', { name: 'Throttling', $fault: 'client', $metadata: { httpStatusCode: 400 } }, 'throttled'],
  ['status 429', { name: 'Unknown', $metadata: { httpStatusCode: 429 } }, 'throttled'],
  ['a quota', { name: 'LimitExceededException', $fault: 'client', $metadata: { httpStatusCode: 400 } }, null],
  ['a fault of AWS', { name: 'ServerException', $fault: 'server', $metadata: { httpStatusCode: 500 } }, 'transient'],
  ['a bad gateway', { name: 'SyntaxError', $metadata: { httpStatusCode: 502 } }, 'transient'],
  ['a cut connection', { name: 'Error', code: 'ECONNRESET' }, 'transient'],
  ['a time that ran out', { name: 'TimeoutError' }, 'transient'],
  ['a name without an address', { name: 'Error', code: 'ENOTFOUND' }, 'transient'],
  ['a certificate that nobody knows', { name: 'Error', code: 'SELF_SIGNED_CERT_IN_CHAIN' }, null],
  ['an issuer that STS does not reach', { name: 'IDPCommunicationError', $fault: 'client' }, 'transient'],
  ['the same by the name of its class', { name: 'IDPCommunicationErrorException', $fault: 'client' }, 'transient'],
  ['a refusal', { name: 'AccessDenied', $fault: 'client', $metadata: { httpStatusCode: 403 } }, null],
  [
    'a token that is over',
    { name: 'ExpiredTokenException', $fault: 'client', $metadata: { httpStatusCode: 400 } },
    null,
  ],
  [
    'a signature of another time',
    { name: 'InvalidSignatureException', $metadata: { httpStatusCode: 400, clockSkewCorrected: true } },
    'transient',
  ],
  ['a wrong signature', { name: 'InvalidSignatureException', $metadata: { httpStatusCode: 400 } }, null],
  ['an abort', { name: 'AbortError' }, null],
  ['nothing', undefined, null],
])('%s', (_, error, retryReason) => expect(retryReasonOf(error)).toBe(retryReason));
