import { isJsonObject, type JsonObject } from '@funade/core';
import { readManifest } from './read-image.ts';
import { hasReferrersApi, referrersTag } from './referrers.ts';
import type { RegistryAnswer, RegistryClient } from './registry-client.ts';

/** A manifest or index on its way. */
export interface SentManifest {
  readonly name: string;
  /** The tag it gets, or its own digest. */
  readonly reference: string;
  readonly digest: string;
  readonly text: string;
  readonly mediaType: string;
}

const indexType = 'application/vnd.oci.image.index.v1+json';

/**
 * Stores a manifest. One that refers to another is also entered in the index under the tag made of that one's digest,
 * where the registry keeps no list of such manifests by itself.
 *
 * Source: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pushing-manifests-with-subject
 */
export async function putManifest(client: RegistryClient, manifest: SentManifest): Promise<void> {
  const answer = await put(client, manifest);
  if (answer.headers['oci-subject'] === undefined) await listReferrer(client, manifest);
}

/** Enters a manifest that refers to another where a registry keeps no list by itself. Nothing to do for any other. */
export async function listReferrer(client: RegistryClient, manifest: SentManifest): Promise<void> {
  const body: unknown = JSON.parse(manifest.text);
  const subject = isJsonObject(body) && isJsonObject(body.subject) ? body.subject.digest : null;
  if (!isJsonObject(body) || typeof subject !== 'string') return;
  if (await hasReferrersApi(client, manifest.name, subject)) return;
  await enterReferrer(client, manifest, { subject, body });
}

async function enterReferrer(
  client: RegistryClient,
  { name, digest, text, mediaType }: SentManifest,
  { subject, body }: { readonly subject: string; readonly body: JsonObject },
): Promise<void> {
  const tag = referrersTag(subject);
  const known: unknown = JSON.parse((await readManifest(client, name, tag))?.text ?? '{}');
  const manifests = isJsonObject(known) && Array.isArray(known.manifests) ? known.manifests : [];
  if (manifests.some((entry) => isJsonObject(entry) && entry.digest === digest)) return;
  const config = isJsonObject(body.config) ? body.config.mediaType : undefined;
  const entry: JsonObject = {
    mediaType,
    digest,
    size: Buffer.byteLength(text),
    artifactType: body.artifactType ?? config,
    annotations: body.annotations,
  };
  const index = JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests: [...manifests, entry] });
  await put(client, { name, reference: tag, text: index, mediaType: indexType });
}

function put(client: RegistryClient, manifest: Omit<SentManifest, 'digest'>): Promise<RegistryAnswer> {
  const { name, reference, text, mediaType } = manifest;
  return client.call({
    method: 'PUT',
    path: `${name}/manifests/${reference}`,
    headers: { 'content-type': mediaType },
    body: () => text,
  });
}
