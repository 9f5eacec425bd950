import { createHash, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { Json } from '@funade/core';
import type { Descriptor } from '../src/registry/manifest.ts';
import { putManifest } from '../src/registry/put-manifest.ts';
import type { RegistryClient } from '../src/registry/registry-client.ts';
import { sendBlob } from '../src/registry/send-blob.ts';

const types = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  index: 'application/vnd.oci.image.index.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
};

/** An image layout of random layers, one image a platform, with labels; an index when there are several platforms. */
export async function writeLayout(
  folder: string,
  given: {
    readonly platforms?: readonly string[];
    readonly layers?: readonly number[];
    readonly labels?: Readonly<Record<string, string>>;
  } = {},
): Promise<{ readonly digest: string; readonly images: readonly string[] }> {
  const { platforms = ['linux/amd64'], layers = [100_000, 1000], labels = {} } = given;
  await mkdir(join(folder, 'blobs/sha256'), { recursive: true });
  const put = async (bytes: Buffer, mediaType: string): Promise<Descriptor> => {
    const hex = createHash('sha256').update(bytes).digest('hex');
    await writeFile(join(folder, 'blobs/sha256', hex), bytes);
    return { mediaType, digest: `sha256:${hex}`, size: bytes.length };
  };
  const json = (value: Json, mediaType: string): Promise<Descriptor> =>
    put(Buffer.from(JSON.stringify(value)), mediaType);
  const images: (Descriptor & { platform: Json })[] = [];
  for (const platform of platforms) {
    const [os = '', architecture = ''] = platform.split('/');
    const parts: Descriptor[] = [];
    for (const size of layers) parts.push(await put(gzipSync(randomBytes(size), { level: 0 }), types.layer));
    const config = await json(
      { os, architecture, config: { Labels: labels }, rootfs: { type: 'layers', diff_ids: [] } },
      types.config,
    );
    const manifest = { schemaVersion: 2, mediaType: types.manifest, config, layers: parts } as unknown as Json;
    images.push({ ...(await json(manifest, types.manifest)), platform: { os, architecture } });
  }
  const [first] = images;
  if (first === undefined) throw new Error('an image is for a platform');
  const index = { schemaVersion: 2, mediaType: types.index, manifests: images } as unknown as Json;
  const { digest } = images.length === 1 ? first : await json(index, types.index);
  return { digest, images: images.map((image) => image.digest) };
}

/** Pushes something that refers to an image, such as a signature; returns its digest. */
export async function pushReferrer(client: RegistryClient, name: string, subject: Descriptor): Promise<string> {
  const payload = randomBytes(300);
  const layer = descriptorOf(payload, 'application/vnd.example.signature');
  const empty = Buffer.from('{}');
  const config = descriptorOf(empty, 'application/vnd.oci.empty.v1+json');
  const bytes = new Map([
    [layer.digest, payload],
    [config.digest, empty],
  ]);
  const source = { blob: async ({ digest }: Descriptor) => Readable.from([bytes.get(digest) ?? Buffer.of()]) };
  for (const blob of [layer, config]) await sendBlob(client, source, { blob, name, mountFrom: null });
  const artifactType = 'application/vnd.example.signature.v1';
  const text = JSON.stringify({
    schemaVersion: 2,
    mediaType: types.manifest,
    artifactType,
    config,
    layers: [layer],
    subject,
    annotations: { note: 'signed' },
  });
  const { digest } = descriptorOf(Buffer.from(text), types.manifest);
  await putManifest(client, { name, reference: digest, digest, text, mediaType: types.manifest });
  return digest;
}

/** What points to some bytes. */
export function descriptorOf(bytes: Buffer, mediaType: string): Descriptor {
  return { mediaType, digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`, size: bytes.length };
}
