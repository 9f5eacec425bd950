import { isJsonObject, type JsonObject } from '@funade/core';

/** What a manifest points to. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

export interface ImageManifest {
  readonly kind: 'image';
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
  readonly annotations: JsonObject;
}

export interface IndexEntry extends Descriptor {
  /** `linux/amd64`; null for what is no image, such as an attestation. */
  readonly platform: string | null;
}

export interface ImageIndex {
  readonly kind: 'index';
  readonly entries: readonly IndexEntry[];
  readonly annotations: JsonObject;
}

/** The media types of manifests and indexes that we read, for `Accept`. */
export const manifestTypes = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
] as const;

/** The label that says which commit an image was built from. */
export const revisionLabel = 'org.opencontainers.image.revision';

/** The label that says which of the builds of its commit an image is. */
export const buildLabel = 'io.github.funade.build';

/** The annotation of a manifest with the platform of its image, so that nobody has to read the config for it. */
export const platformLabel = 'io.github.funade.platform';

/** Whether a manifest or index is one of OCI, which may have annotations. */
export function isOciManifest(body: JsonObject): boolean {
  const { mediaType } = body;
  return typeof mediaType !== 'string' || mediaType.startsWith('application/vnd.oci.image.');
}

/** Reads an OCI or Docker manifest or index. Throws a plain error when it is neither. */
export function parseManifest(text: string): ImageManifest | ImageIndex {
  const body: unknown = JSON.parse(text);
  if (!isJsonObject(body)) throw new Error('the manifest is not a JSON object');
  const annotations = isJsonObject(body.annotations) ? body.annotations : {};
  if (Array.isArray(body.manifests)) {
    return {
      kind: 'index',
      annotations,
      entries: body.manifests.map((entry) => ({ ...descriptor(entry), platform: entryPlatform(entry) })),
    };
  }
  if (!isJsonObject(body.config)) throw new Error('the manifest has neither a config nor manifests');
  const layers = Array.isArray(body.layers) ? body.layers.map(descriptor) : [];
  return { kind: 'image', config: descriptor(body.config), layers, annotations };
}

/** `os/architecture[/variant]` of an image config or an index entry; null when unknown. */
export function platformOf(value: unknown): string | null {
  if (!isJsonObject(value)) return null;
  const { os, architecture, variant } = value;
  if (typeof os !== 'string' || typeof architecture !== 'string' || os === 'unknown') return null;
  return typeof variant === 'string' && variant !== '' ? `${os}/${architecture}/${variant}` : `${os}/${architecture}`;
}

/** The platform in what `docker image inspect` says of an image; null when it says none. */
export function platformOfInspected(text: string): string | null {
  try {
    const { Os: os, Architecture: architecture, Variant: variant } = JSON.parse(text) as JsonObject;
    return platformOf({ os, architecture, variant });
  } catch {
    return null;
  }
}

/** Whether an image for `has` runs where `wanted` is asked for; `linux/arm64` and `linux/arm64/v8` are the same. */
export function samePlatform(has: string, wanted: string): boolean {
  const plain = (platform: string): string => (platform === 'linux/arm64/v8' ? 'linux/arm64' : platform);
  return plain(has) === plain(wanted);
}

/** The labels of an image config. */
export function labelsOf(config: unknown): JsonObject {
  if (!isJsonObject(config) || !isJsonObject(config.config)) return {};
  return isJsonObject(config.config.Labels) ? config.config.Labels : {};
}

function entryPlatform(entry: unknown): string | null {
  return isJsonObject(entry) ? platformOf(entry.platform) : null;
}

function descriptor(value: unknown): Descriptor {
  if (!isJsonObject(value) || typeof value.digest !== 'string') throw new Error('a descriptor has no digest');
  return {
    mediaType: typeof value.mediaType === 'string' ? value.mediaType : 'application/octet-stream',
    digest: value.digest,
    size: typeof value.size === 'number' ? value.size : 0,
  };
}
