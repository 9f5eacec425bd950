import { readFile } from 'node:fs/promises';
import type { SecureContext } from 'node:tls';
import { badCaBundle } from './network-errors.ts';

/** A file of certificates and who names it, for messages. */
export interface CaBundle {
  readonly from: string;
  readonly file: string;
}

/**
 * The certificates to trust: Node's own, which have those of `NODE_EXTRA_CA_CERTS` among them, and those of the bundle.
 * Null without a bundle: Node's own, without loading them here.
 *
 * @throws CA_BUNDLE_UNREADABLE
 */
export async function loadCertificates(bundle: CaBundle | null): Promise<SecureContext | null> {
  if (bundle === null) return null;
  const { from, file } = bundle;
  const { createSecureContext, getCACertificates } = await import('node:tls');
  try {
    const own = await readFile(file, 'utf8');
    const { X509Certificate } = await import('node:crypto');
    // TLS itself passes over what it cannot read.
    new X509Certificate(own);
    return createSecureContext({ ca: [...getCACertificates('default'), own] });
  } catch (error) {
    throw badCaBundle(from, file, error);
  }
}
