import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { packTar } from 'modern-tar';
import { sha256 } from './blob-store.ts';

/** What is in an image. */
export interface ImageContents {
  readonly files: Readonly<Record<string, string>>;
  readonly config: Readonly<Record<string, unknown>>;
  readonly labels: Readonly<Record<string, string>>;
  /** `linux/amd64`. */
  readonly platform: string;
}

/** An image ready to be stored: its blobs, and the manifest that names them. */
export interface BuiltImage {
  readonly blobs: readonly Buffer[];
  readonly manifest: Buffer;
  readonly mediaType: string;
}

const mediaTypes = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  index: 'application/vnd.oci.image.index.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
};

const zip = promisify(gzip);

/** Builds an OCI image of one layer. The same contents give the same digests. */
export async function buildImage({ files, config, labels, platform }: ImageContents): Promise<BuiltImage> {
  const tar = Buffer.from(await packTar(entriesOf(files)));
  const layer = await zip(tar);
  const [os, architecture, variant] = platform.split('/');
  const image = toJson({
    created: '1970-01-01T00:00:00Z',
    os,
    architecture,
    variant,
    config: { ...config, ...(Object.keys(labels).length === 0 ? {} : { Labels: labels }) },
    rootfs: { type: 'layers', diff_ids: [sha256(tar)] },
    history: [{ created: '1970-01-01T00:00:00Z', created_by: 'sandbox seed' }],
  });
  const manifest = toJson({
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    config: descriptor(mediaTypes.config, image),
    layers: [descriptor(mediaTypes.layer, layer)],
  });
  return { blobs: [image, layer], manifest, mediaType: mediaTypes.manifest };
}

/** The index over images of several platforms. */
export function buildIndex(images: readonly (BuiltImage & { readonly platform: string })[]): BuiltImage {
  const manifests = images.map(({ manifest, platform }) => {
    const [os, architecture, variant] = platform.split('/');
    return { ...descriptor(mediaTypes.manifest, manifest), platform: { os, architecture, variant } };
  });
  const manifest = toJson({ schemaVersion: 2, mediaType: mediaTypes.index, manifests });
  return { blobs: [], manifest, mediaType: mediaTypes.index };
}

function entriesOf(
  files: ImageContents['files'],
): { header: { name: string; size: number; mode: number; mtime: Date }; body: string }[] {
  return Object.entries(files).map(([path, body]) => ({
    header: {
      name: path.replace(/^\/+/, ''),
      size: Buffer.byteLength(body),
      mode: /\.sh$|(^|\/)bin\//.test(path) ? 0o755 : 0o644,
      mtime: new Date(0),
    },
    body,
  }));
}

function descriptor(mediaType: string, bytes: Buffer): { mediaType: string; digest: string; size: number } {
  return { mediaType, digest: sha256(bytes), size: bytes.length };
}

function toJson(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}
