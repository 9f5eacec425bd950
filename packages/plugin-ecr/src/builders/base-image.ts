import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { isDeployError, type JsonObject, type StepContext } from '@funade/core';
import { userForHost } from '../login/user-for-host.ts';
import { baseImageUnreadable } from '../model/build-errors.ts';
import { parseImageReference, splitRepositoryUri } from '../registry/image-reference.ts';
import {
  type Descriptor,
  type ImageManifest,
  labelsOf,
  parseManifest,
  platformOf,
  samePlatform,
} from '../registry/manifest.ts';
import { readConfig, readManifest, type StoredManifest } from '../registry/read-image.ts';
import { RegistryClient } from '../registry/registry-client.ts';
import { registrySource } from '../registry/registry-source.ts';
import type { BuildStepInput } from './builder.ts';

/** A base image, its small parts read and its layers within reach. */
export interface BaseImage {
  readonly manifest: JsonObject;
  readonly config: JsonObject;
  readonly labels: JsonObject;
  readonly platform: string;
  /** Its repository, when it is in the registry that the build is pushed to. */
  readonly mountFrom: string | null;
  /** The bytes of a layer, which fail when they are not those of the digest. */
  layer(digest: string): Promise<Readable>;
}

/** Where ECS runs tasks unless told otherwise. */
const defaultPlatform = 'linux/amd64';
/** Codes that say more than that the image cannot be read. */
const toldAsTheyAre: ReadonlySet<string> = new Set([
  'BASE_IMAGE_UNREADABLE',
  'CERTIFICATE_UNTRUSTED',
  'DIGEST_MISMATCH',
  'DIGEST_UNSUPPORTED',
  'PROXY_REFUSED',
  'REGISTRY_AUTH_HOST',
]);
const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const layerTypes = /\.(?:tar|tar\+gzip|tar\.gzip)$/;

/**
 * Opens the base image of a build: an empty one for `scratch`, else that of a registry, for the build's platform.
 *
 * @throws BASE_IMAGE_UNREADABLE, DIGEST_MISMATCH, DIGEST_UNSUPPORTED, REGISTRY_AUTH_HOST, PROXY_REFUSED, CERTIFICATE_UNTRUSTED
 */
export async function openBaseImage(input: BuildStepInput, context: StepContext): Promise<BaseImage> {
  const from = input.build.from ?? 'scratch';
  const platform = input.build.platforms?.[0] ?? defaultPlatform;
  const created = new Date(input.sourceDateEpoch * 1000).toISOString();
  if (from === 'scratch') return emptyImage(platform, created);
  try {
    return await registryImage(
      { from, platform, created, ownHost: splitRepositoryUri(input.repositoryUri).host },
      context,
    );
  } catch (error) {
    context.signal.throwIfAborted();
    if (isDeployError(error) && toldAsTheyAre.has(error.code)) throw error;
    throw baseImageUnreadable(from, error instanceof Error ? error.message : String(error), error);
  }
}

function emptyImage(platform: string, created: string): BaseImage {
  const [os, architecture, variant] = platform.split('/');
  const config = {
    created,
    os,
    architecture,
    ...(variant === undefined ? {} : { variant }),
    config: {},
    rootfs: { type: 'layers', diff_ids: [] },
    history: [],
  };
  return {
    manifest: withConfig({ schemaVersion: 2, mediaType: manifestType, layers: [] }, config),
    config,
    labels: {},
    platform,
    mountFrom: null,
    layer: () => Promise.reject(new Error('an empty image has no layers')),
  };
}

async function registryImage(
  given: { readonly from: string; readonly platform: string; readonly created: string; readonly ownHost: string },
  context: StepContext,
): Promise<BaseImage> {
  const { from, platform } = given;
  const { host, name, reference } = parseImageReference(from);
  const user = await userForHost(context, host, given.ownHost);
  const client = new RegistryClient({ host, user, context: context });
  const { stored, image } = await imageForPlatform({ client, name, from, platform }, reference);
  const config = { ...(await readConfig(client, name, image)), created: given.created };
  const has = platformOf(config);
  if (has !== null && !samePlatform(has, platform))
    throw baseImageUnreadable(from, `it is for ${has}, not for ${platform}`);
  const odd = image.layers.find((layer) => !layerTypes.test(layer.mediaType));
  if (odd !== undefined) throw baseImageUnreadable(from, `containerify cannot read its layers (${odd.mediaType})`);
  const manifest = JSON.parse(stored.text) as JsonObject;
  const layers = registrySource(client, name);
  return {
    manifest: withConfig({ ...manifest, mediaType: manifest.mediaType ?? stored.mediaType }, config),
    config,
    labels: labelsOf(config),
    platform,
    mountFrom: host === given.ownHost ? name : null,
    layer: (digest) => layers.blob(descriptorOf(image, digest), context.signal),
  };
}

async function imageForPlatform(
  at: { readonly client: RegistryClient; readonly name: string; readonly from: string; readonly platform: string },
  reference: string,
): Promise<{ readonly stored: StoredManifest; readonly image: ImageManifest }> {
  const stored = await readManifest(at.client, at.name, reference);
  if (stored === null) throw baseImageUnreadable(at.from, `${at.client.host} has no such image`);
  const parsed = parseManifest(stored.text);
  if (parsed.kind === 'image') return { stored, image: parsed };
  const entry = parsed.entries.find(({ platform }) => platform !== null && samePlatform(platform, at.platform));
  if (entry !== undefined) return imageForPlatform(at, entry.digest);
  const has = parsed.entries.flatMap(({ platform }) => platform ?? []).join(', ');
  throw baseImageUnreadable(at.from, `it is for ${has}, not for ${at.platform}`);
}

function descriptorOf({ layers }: ImageManifest, digest: string): Descriptor {
  const layer = layers.find((one) => one.digest === digest);
  if (layer === undefined) throw new Error(`the image has no layer ${digest}`);
  return layer;
}

/** The manifest with the descriptor of this very config. */
function withConfig(manifest: JsonObject, config: JsonObject): JsonObject {
  const text = JSON.stringify(config);
  const old = manifest.config as JsonObject | undefined;
  return {
    ...manifest,
    config: {
      mediaType: old?.mediaType ?? 'application/vnd.oci.image.config.v1+json',
      digest: `sha256:${createHash('sha256').update(text).digest('hex')}`,
      size: Buffer.byteLength(text),
    },
  };
}
