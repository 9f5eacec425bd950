import type { Identities } from '../identity/identities.ts';
import type { Principal } from '../identity/principal.ts';
import { AwsFault } from '../model/service.ts';
import { amzDate, isSignedWith, parseAmzDate, parseAuthorization, type SignedRequest, scopeOf } from './sigv4.ts';

/** Who signed, and for which region. */
export interface Authentication {
  readonly principal: Principal;
  readonly region: string;
}

/** What the request is checked against. */
export interface AuthenticationRules {
  readonly identities: Identities;
  readonly protocol: 'json' | 'query' | 's3';
  /** The signing name the operation belongs to. */
  readonly service: string;
  /** On the sandbox's clock, for what expires. */
  readonly now: number;
  /** What AWS takes for now, for what was signed at a time. */
  timeFor(signedAt: number): number;
}

/** Proves who calls, or refuses as AWS does: no signature, wrong form or scope, unknown or expired keys, wrong signature. */
export function authenticate(request: SignedRequest, rules: AuthenticationRules): Authentication {
  const { identities, protocol, service, now } = rules;
  const refuse = ({ json, query, s3, message }: Refusal): AwsFault => {
    if (protocol === 'json') return new AwsFault(json, message);
    return protocol === 'query' ? new AwsFault(query, message, 403) : new AwsFault(s3.code, s3.message, s3.status);
  };
  const header = request.headers.authorization;
  if (header === undefined) throw refuse(missing);
  const authorization = parseAuthorization(header);
  if (authorization === null || amzDate(request) === '') throw refuse(incomplete(header));
  const credential = identities.credential(authorization.accessKeyId);
  const token = request.headers['x-amz-security-token'] ?? null;
  if (credential === null || credential.sessionToken !== token) throw refuse(unknown);
  if (credential.expiresAt !== null && credential.expiresAt <= now) throw refuse(expired);
  if (authorization.service !== service) throw refuse(wrongScope(`correct service: '${service}'`));
  if (!/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(authorization.region)) throw refuse(wrongScope('a valid region'));
  if (authorization.date !== amzDate(request).slice(0, 8)) throw refuse(wrongScope('the date of the request'));
  const skewed = skewedSignature(amzDate(request), rules);
  if (skewed !== null) throw refuse(skewed);
  const key = identities.signingKey(credential, scopeOf(authorization));
  if (!isSignedWith(key, authorization, request)) throw refuse(wrongSignature);
  return { principal: credential.principal, region: authorization.region };
}

interface Refusal {
  readonly json: string;
  readonly query: string;
  readonly message: string;
  readonly s3: { readonly code: string; readonly message: string; readonly status: number };
}

const missing: Refusal = {
  json: 'MissingAuthenticationTokenException',
  query: 'MissingAuthenticationToken',
  message: 'Request is missing Authentication Token',
  s3: { code: 'AccessDenied', message: 'Access Denied', status: 403 },
};

const incomplete = (header: string): Refusal => {
  const message = `Authorization header requires 'Credential', 'Signature', 'SignedHeaders' and 'X-Amz-Date'. ${header.split(' ')[0]}`;
  return {
    json: 'IncompleteSignatureException',
    query: 'IncompleteSignature',
    message,
    s3: { code: 'AuthorizationHeaderMalformed', message, status: 400 },
  };
};

const unknown: Refusal = {
  json: 'UnrecognizedClientException',
  query: 'InvalidClientTokenId',
  message: 'The security token included in the request is invalid.',
  s3: {
    code: 'InvalidAccessKeyId',
    message: 'The AWS Access Key Id you provided does not exist in our records.',
    status: 403,
  },
};

const expired: Refusal = {
  json: 'ExpiredTokenException',
  query: 'ExpiredToken',
  message: 'The security token included in the request is expired',
  s3: { code: 'ExpiredToken', message: 'The provided token has expired.', status: 400 },
};

const wrongScope = (scope: string): Refusal => {
  const message = `Credential should be scoped to ${scope}.`;
  return {
    json: 'InvalidSignatureException',
    query: 'SignatureDoesNotMatch',
    message,
    s3: { code: 'AuthorizationHeaderMalformed', message, status: 400 },
  };
};

/** The refusal of a signature that was not made about now: five minutes off, for S3 fifteen. */
function skewedSignature(
  date: string,
  { timeFor, protocol }: Pick<AuthenticationRules, 'timeFor' | 'protocol'>,
): Refusal | null {
  const signedAt = parseAmzDate(date);
  const time = timeFor(signedAt);
  const minutes = protocol === 's3' ? 15 : 5;
  const leeway = minutes * 60_000;
  if (Math.abs(signedAt - time) <= leeway) return null;
  const [now, least, most] = [time, time - leeway, time + leeway].map(toAmzDate);
  const message =
    signedAt < time
      ? `Signature expired: ${date} is now earlier than ${least} (${now} - ${minutes} min.)`
      : `Signature not yet current: ${date} is still later than ${most} (${now} + ${minutes} min.)`;
  return {
    json: 'InvalidSignatureException',
    query: 'SignatureDoesNotMatch',
    message,
    s3: {
      code: 'RequestTimeTooSkewed',
      message: 'The difference between the request time and the current time is too large.',
      status: 403,
    },
  };
}

function toAmzDate(time: number): string {
  return new Date(time).toISOString().replaceAll(/[-:]|\.\d+/g, '');
}

const wrongSignature: Refusal = {
  json: 'InvalidSignatureException',
  query: 'SignatureDoesNotMatch',
  message:
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  s3: {
    code: 'SignatureDoesNotMatch',
    message:
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    status: 403,
  },
};
