import { readFile } from 'node:fs/promises';
import type { SecureContext } from 'node:tls';
import { badCaBundle } from './network-errors.ts';

/** A file of certificates and who names it, for messages. */
export interface CaBundle {
  readonly from: string;
  readonly file: string;
}

/**
 * The certificates to trust: Node's own, which have those of `NODE_EXTRA_CA_CERTS` among them, and those of the bundles.
 * Null without a bundle: Node's own, without loading them here.
 *
 * @throws CA_BUNDLE_UNREADABLE
 */
export async function loadCertificates(bundles: readonly CaBundle[]): Promise<SecureContext | null> {
  if (bundles.length === 0) return null;
  const { createSecureContext, getCACertificates } = await import('node:tls');
  const own = await Promise.all(bundles.map(loadBundle));
  return createSecureContext({ ca: [...getCACertificates('default'), ...own] });
}

/**
 * The text of a bundle whose certificates can be read.
 *
 * @throws CA_BUNDLE_UNREADABLE
 */
export async function loadBundle({ from, file }: CaBundle): Promise<string> {
  try {
    const own = await readFile(file, 'utf8');
    const { X509Certificate } = await import('node:crypto');
    // TLS itself passes over what it cannot read.
    new X509Certificate(own);
    return own;
  } catch (error) {
    throw badCaBundle(from, file, error);
  }
}
