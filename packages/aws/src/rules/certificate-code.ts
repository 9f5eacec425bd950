/** Whether a connection was given up because of the other side's certificate. */
export function isCertificateCode(code: string): boolean {
  return code.startsWith('ERR_TLS_') || code.includes('CERT') || code === 'UNABLE_TO_VERIFY_LEAF_SIGNATURE';
}
