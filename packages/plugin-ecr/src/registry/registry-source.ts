import { createHash } from 'node:crypto';
import { registryError } from '../model/registry-errors.ts';
import type { Descriptor } from './manifest.ts';
import { readManifest } from './read-image.ts';
import { readReferrers, referrersTag } from './referrers.ts';
import type { RegistryClient } from './registry-client.ts';
import type { ImageSource } from './send-image.ts';

/** Signatures, attestations and bills of materials. Source: https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md */
const suffixes = ['sig', 'att', 'sbom'] as const;

/** The image in a repository of a registry, read as it is sent on: no blob is kept in memory or on disk. */
export function registrySource(client: RegistryClient, name: string): ImageSource {
  return {
    async manifest(digest) {
      const found = await readManifest(client, name, digest);
      const what = `GET ${client.host}/${name}@${digest}`;
      if (found === null) throw registryError(what, 'it is not there any more');
      if (found.digest !== digest) throw registryError(what, `it came as ${found.digest}`);
      return found;
    },
    async blob(blob, signal) {
      const response = await client.call({ method: 'GET', path: `${name}/blobs/${blob.digest}`, signal });
      return (response.body ?? new Blob([]).stream()).pipeThrough(asSaid(blob, `${client.host}/${name}`));
    },
    referrers: (digest) => readReferrers(client, name, digest),
    async attachments(digest) {
      const tags = suffixes.map((suffix) => `${referrersTag(digest)}.${suffix}`);
      const found = await Promise.all(tags.map((tag) => readManifest(client, name, tag)));
      return tags.flatMap((tag, index) => {
        const manifest = found[index];
        return manifest ? [{ tag, digest: manifest.digest }] : [];
      });
    },
  };
}

/** Passes bytes on, and fails when they are not those of the digest. Digests by other functions than SHA-256 pass. */
function asSaid({ digest, size }: Descriptor, from: string): TransformStream<Uint8Array, Uint8Array> {
  const hash = createHash('sha256');
  let count = 0;
  return new TransformStream({
    transform(chunk, controller) {
      hash.update(chunk);
      count += chunk.byteLength;
      controller.enqueue(chunk);
    },
    flush() {
      if (count < size) throw new Error(`${from} broke ${digest} off after ${count} of ${size} bytes`);
      const actual = `sha256:${hash.digest('hex')}`;
      if (digest.startsWith('sha256:') && actual !== digest) throw new Error(`${from} sent ${actual} as ${digest}`);
    },
  });
}
