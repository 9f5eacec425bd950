import { registryError } from '../model/registry-errors.ts';
import { checked } from './digest.ts';
import { readManifest } from './read-image.ts';
import { readReferrers, referrersTag } from './referrers.ts';
import type { RegistryClient } from './registry-client.ts';
import type { ImageSource } from './send-image.ts';
import { timeForBlob } from './time-for-blob.ts';

/** Signatures, attestations and bills of materials. Source: https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md */
const suffixes = ['sig', 'att', 'sbom'] as const;

/** The image in a repository of a registry, read as it is sent on: no blob is kept in memory or on disk. */
export function registrySource(client: RegistryClient, name: string): ImageSource {
  return {
    async manifest(digest) {
      const found = await readManifest(client, name, digest);
      if (found === null) throw registryError(`GET ${client.host}/${name}@${digest}`, 'it no longer exists');
      return found;
    },
    async blob(blob, signal) {
      const check = checked(blob, `${client.host}/${name}`);
      const limits = timeForBlob(blob);
      const { body } = await client.open({ method: 'GET', path: `${name}/blobs/${blob.digest}`, signal, limits });
      // Whoever reads hears of a failure of either.
      body.once('error', (error) => check.destroy(error));
      check.on('error', () => {});
      check.once('close', () => body.destroy());
      return body.pipe(check);
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
