import { isJsonObject, type JsonObject } from '@funade/core';
import { digestOf, isDigest, requireDigest } from './digest.ts';
import {
  buildLabel,
  type ImageManifest,
  labelsOf,
  manifestTypes,
  parseManifest,
  platformLabel,
  platformOf,
  revisionLabel,
} from './manifest.ts';
import type { RegistryClient } from './registry-client.ts';

/** A manifest as the registry keeps it. */
export interface StoredManifest {
  readonly digest: string;
  readonly mediaType: string;
  readonly text: string;
}

/** What an image says of itself. */
export interface ImageDescription {
  readonly digest: string;
  /** Commit it was built from, or null when it does not say. */
  readonly revision: string | null;
  /** Which build of that commit it is, or null when it does not say. */
  readonly build: string | null;
  /** Sorted; without the entries of an index that are no images. */
  readonly platforms: readonly string[];
  /** Digest of the config of each of its images. */
  readonly configs: readonly string[];
}

/**
 * The manifest or index under a tag or digest; null when there is none.
 *
 * @throws DIGEST_MISMATCH when it is asked for by a digest and has another
 */
export async function readManifest(
  client: RegistryClient,
  name: string,
  reference: string,
): Promise<StoredManifest | null> {
  const { status, headers, bytes } = await client.call({
    method: 'GET',
    path: `${name}/manifests/${reference}`,
    headers: { accept: manifestTypes.join(', ') },
    accept: [404],
  });
  if (status === 404) return null;
  if (isDigest(reference)) requireDigest(bytes, reference, `${client.host}/${name}`);
  // The digest is that of the bytes; the header is only what the registry says it is.
  const digest = isDigest(reference) ? reference : digestOf(bytes);
  return { digest, mediaType: headers['content-type'] ?? '', text: bytes.toString('utf8') };
}

/**
 * Describes an image from the annotations of its manifest; what they do not say is in the config of the image, or of the
 * first image of an index, which is read then.
 */
export async function describeImage(
  client: RegistryClient,
  name: string,
  manifest: Pick<StoredManifest, 'digest' | 'text'>,
): Promise<ImageDescription> {
  const parsed = parseManifest(manifest.text);
  const { digest } = manifest;
  const revision = textIn(parsed.annotations, revisionLabel);
  const build = textIn(parsed.annotations, buildLabel);
  if (parsed.kind === 'image') {
    const configs = [parsed.config.digest];
    const annotated = textIn(parsed.annotations, platformLabel);
    if (revision !== null && annotated !== null) return { digest, revision, build, platforms: [annotated], configs };
    const config = await readConfig(client, name, parsed);
    const platform = platformOf(config);
    return {
      digest,
      revision: revision ?? labelIn(config, revisionLabel),
      build: build ?? labelIn(config, buildLabel),
      platforms: platform === null ? [] : [platform],
      configs,
    };
  }
  const images = parsed.entries.filter((entry) => entry.platform !== null);
  const platforms = [...new Set(images.flatMap((entry) => entry.platform ?? []))].sort();
  const first = images[0];
  if (revision !== null || first === undefined) return { digest, revision, build, platforms, configs: [] };
  const child = await readManifest(client, name, first.digest);
  if (child === null) return { digest, revision, build, platforms, configs: [] };
  const { revision: ofChild, build: buildOfChild, configs } = await describeImage(client, name, child);
  return { digest, revision: ofChild, build: build ?? buildOfChild, platforms, configs };
}

/**
 * The config of an image.
 *
 * @throws DIGEST_MISMATCH
 */
export async function readConfig(client: RegistryClient, name: string, image: ImageManifest): Promise<JsonObject> {
  const { digest } = image.config;
  const { bytes } = await client.call({ method: 'GET', path: `${name}/blobs/${digest}` });
  requireDigest(bytes, digest, `${client.host}/${name}`);
  const config: unknown = JSON.parse(bytes.toString('utf8'));
  return isJsonObject(config) ? config : {};
}

function labelIn(config: JsonObject, label: string): string | null {
  return textIn(labelsOf(config), label);
}

function textIn(object: JsonObject, key: string): string | null {
  const value = object[key];
  return typeof value === 'string' ? value : null;
}
