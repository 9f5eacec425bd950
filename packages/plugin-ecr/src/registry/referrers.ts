import { isJsonObject } from '@funade/core';
import { readManifest } from './read-image.ts';
import type { RegistryAnswer, RegistryClient } from './registry-client.ts';

/** The tag that lists what refers to a digest, in registries that keep no list of it by themselves. */
export function referrersTag(digest: string): string {
  return digest.replace(':', '-');
}

/** Whether the registry lists by itself what refers to a manifest. */
export async function hasReferrersApi(client: RegistryClient, name: string, digest: string): Promise<boolean> {
  const { status } = await client.call({ method: 'GET', path: `${name}/referrers/${digest}`, accept: [404] });
  return status !== 404;
}

/**
 * Digests of the manifests whose subject a digest is, from the registry's own list or from the tag that stands for it.
 *
 * Source: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-referrers
 */
export async function readReferrers(client: RegistryClient, name: string, digest: string): Promise<readonly string[]> {
  const found: string[] = [];
  let next: string | null = `${name}/referrers/${digest}`;
  while (next !== null) {
    const answer: RegistryAnswer = await client.call({ method: 'GET', path: next, accept: [404] });
    if (answer.status === 404) {
      const tagged = await readManifest(client, name, referrersTag(digest));
      return tagged === null ? found : digestsIn(JSON.parse(tagged.text));
    }
    found.push(...digestsIn(JSON.parse(answer.bytes.toString('utf8'))));
    const link = /<([^>]+)>\s*;\s*rel="?next"?/.exec([answer.headers.link].flat().join())?.[1];
    next = link === undefined ? null : new URL(link, answer.url).href;
  }
  return found;
}

function digestsIn(index: unknown): readonly string[] {
  const manifests = isJsonObject(index) && Array.isArray(index.manifests) ? index.manifests : [];
  return manifests.flatMap((entry) => (isJsonObject(entry) && typeof entry.digest === 'string' ? [entry.digest] : []));
}
