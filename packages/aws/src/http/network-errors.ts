import { DeployError } from '@funade/core';
import { isCertificateCode } from '../rules/certificate-code.ts';

/** A variable names no proxy that can be used. Its value is not shown: it may hold a password. */
export const badProxy = (variable: string): DeployError =>
  new DeployError('PROXY_INVALID', `${variable} is not the address of an HTTP proxy`, {
    category: 'usage',
    hint: `write ${variable}=http://host:port, or http://user:password@host:port with special characters percent-encoded`,
  });

/** A file with certificates that a variable or profile names cannot be used. */
export const badCaBundle = (from: string, file: string, cause: unknown): DeployError =>
  new DeployError('CA_BUNDLE_UNREADABLE', `${from} names ${file}, which contains no readable certificates`, {
    category: 'usage',
    hint: 'name a file of certificates in PEM form that this user may read',
    cause,
  });

/** What a proxy said instead of letting a request through. */
export class ProxyFault extends Error {
  override readonly name = 'ProxyFault';
  readonly code = 'ERR_PROXY_TUNNEL';
  readonly status: number;
  /** As AWS's SDK has it, so that one rule says what is tried again. */
  readonly $metadata: { readonly httpStatusCode: number };

  constructor(proxy: string, host: string, status: number) {
    super(`the proxy ${proxy} answered ${status} when asked for ${host}`);
    this.status = status;
    this.$metadata = { httpStatusCode: status };
  }
}

/** A proxy let a request not through. */
export const proxyRefused = (what: string, fault: ProxyFault): DeployError =>
  new DeployError('PROXY_REFUSED', `${what} did not get through: ${fault.message}`, {
    cause: fault,
    hint:
      fault.status === 407
        ? 'the proxy requires a login: write it into HTTPS_PROXY (and HTTP_PROXY) as http://user:password@host:port, with special characters percent-encoded'
        : 'ask whoever runs the proxy to let it through, or list the host in NO_PROXY if it can be reached without the proxy',
  });

/** An answer that did not come, or did not end, in the time it may take. */
export class TimeLimitError extends Error {
  /** What the SDK and our own rules take for a transient error. */
  override readonly name = 'TimeoutError';
}

/** An answer that is larger than anything that was asked for. */
export const answerTooLarge = (host: string, bytes: number): DeployError =>
  new DeployError(
    'ANSWER_TOO_LARGE',
    `${host} sent more than ${bytes} bytes, which is more than any answer to this call`,
    {
      hint: 'check AWS_ENDPOINT_URL and the proxy: something other than the service answers',
    },
  );

/** A registry or service that sends somewhere where what was asked for may not go. */
export const badRedirect = (from: string, to: string): DeployError =>
  new DeployError('REDIRECT_REFUSED', `${from} redirects to ${to}, which is not followed`, {
    hint: 'redirects are followed five times, and never from https to http',
  });

/** What helps against a certificate that is not trusted. */
const certificateHint =
  'if a proxy or a private authority signs certificates here, name the file with its certificate in AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS';

/** What is known of why a connection failed: the error to tell, and whether trying again may help. Null: nothing in particular. */
export interface KnownFailure {
  readonly error: DeployError;
  readonly mayPass: boolean;
}

/** Reads a failure of `what` that has its cause on the way: the proxy, or a certificate. */
export function knownFailure(what: string, error: unknown): KnownFailure | null {
  if (error instanceof ProxyFault) return { error: proxyRefused(what, error), mayPass: error.status >= 500 };
  const { code } = (error ?? {}) as { readonly code?: unknown };
  if (typeof code !== 'string' || !isCertificateCode(code)) return null;
  return { error: certificateUntrusted(what, code, error), mayPass: false };
}

/** The other side has a certificate that nobody vouches for here. */
export const certificateUntrusted = (what: string, code: string, cause: unknown): DeployError =>
  new DeployError('CERTIFICATE_UNTRUSTED', `${what} failed: the server's certificate is not trusted (${code})`, {
    cause,
    hint: certificateHint,
  });
