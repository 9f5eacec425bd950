import { createHash, type Hash } from 'node:crypto';
import { Transform } from 'node:stream';
import { digestMismatch, digestUnsupported } from '../model/registry-errors.ts';
import type { Descriptor } from './manifest.ts';

/** What the OCI image specification registers: https://github.com/opencontainers/image-spec/blob/main/descriptor.md#registered-algorithms */
const forms = { sha256: /^sha256:[a-f0-9]{64}$/, sha512: /^sha512:[a-f0-9]{128}$/ } as const;
type Algorithm = keyof typeof forms;

/** Whether the last part of an image's name is a digest and no tag. */
export function isDigest(reference: string): boolean {
  return reference.includes(':');
}

/** The digest of bytes. */
export function digestOf(bytes: Uint8Array, algorithm: Algorithm = 'sha256'): string {
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
}

/**
 * Bytes that were asked for by a digest. `from` is the repository with its host.
 *
 * @throws DIGEST_MISMATCH, DIGEST_UNSUPPORTED
 */
export function requireDigest(bytes: Uint8Array, digest: string, from: string): void {
  const actual = digestOf(bytes, algorithmOf(digest));
  if (actual !== digest) throw digestMismatch(from, { digest, actual });
}

/**
 * Passes bytes on, and fails when they are not those of the descriptor.
 *
 * @throws DIGEST_UNSUPPORTED; the stream fails with DIGEST_MISMATCH, or a plain error when it breaks off
 */
export function checked({ digest, size }: Descriptor, from: string): Transform {
  const algorithm = algorithmOf(digest);
  const hash: Hash = createHash(algorithm);
  let count = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      count += chunk.byteLength;
      if (size > 0 && count > size) done(digestMismatch(from, { digest, actual: `more than its ${size} bytes` }));
      else done(null, chunk);
    },
    flush(done) {
      if (count < size) return done(new Error(`${from} stopped sending ${digest} after ${count} of ${size} bytes`));
      const actual = `${algorithm}:${hash.digest('hex')}`;
      done(actual === digest ? null : digestMismatch(from, { digest, actual }));
    },
  });
}

function algorithmOf(digest: string): Algorithm {
  for (const algorithm of ['sha256', 'sha512'] as const) if (forms[algorithm].test(digest)) return algorithm;
  throw digestUnsupported(digest);
}
