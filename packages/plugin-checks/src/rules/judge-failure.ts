import { isCertificateCode, knownFailure, TimeLimitError } from '@funade/aws';
import { isDeployError, plainLine } from '@funade/core';
import type { BadSighting } from '../model/sighting.ts';

/** Says why there was no answer; null for what no further request can mend. */
export function judgeFailure(error: unknown): BadSighting | null {
  const bad = (cause: BadSighting['cause'], text: string, hint: string): BadSighting => ({
    good: false,
    cause,
    text: plainLine(text),
    hint,
    evidence: [],
  });
  if (error instanceof TimeLimitError) return bad('timeout', error.message, 'does it answer from where you deploy?');
  const { code: given, message: told } = (error ?? {}) as { readonly code?: unknown; readonly message?: unknown };
  const code = typeof given === 'string' ? given : '';
  const message = typeof told === 'string' ? told : String(error);
  if (isDeployError(error)) {
    if (code === 'REDIRECT_REFUSED') return bad('redirect', message, error.hint ?? '');
    if (code === 'ANSWER_TOO_LARGE') return bad('too-large', message, 'an answer with JSON may have 1 MiB');
    return null;
  }
  if (isCertificateCode(code))
    return bad('tls', `its certificate is not trusted (${code})`, certificateHints[code] ?? unknownAuthority);
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_'))
    return bad('tls', `it does not speak TLS as expected (${code})`, 'is it http:// on that port?');
  const known = knownFailure('the check', error);
  if (known !== null) return bad('proxy', known.error.message, known.error.hint ?? '');
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return bad('dns', `its name cannot be resolved (${code})`, 'is the name right, and known where you deploy?');
  if (code === 'ECONNREFUSED') return bad('refused', 'nothing listens there (ECONNREFUSED)', reachable);
  return bad('connection', `the connection failed (${code || message})`, reachable);
}

const reachable = 'do the security groups of the load balancer let the machine that deploys in?';
const unknownAuthority = 'name the file with the certificate of its authority in caFile';
const certificateHints: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'renew its certificate',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet; is the clock of this machine right?',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name: check by a name that it is for',
};
