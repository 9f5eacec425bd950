import { beginScan, isScannable } from './begin-scan.ts';
import { digestLike } from './blob-store.ts';
import { type Descriptor, type Manifest, parseManifest } from './manifest.ts';
import { RegistryFault } from './registry-fault.ts';
import type { RegistryState, Repository, StoredImage } from './state.ts';

/** A manifest on its way in. */
export interface IncomingManifest {
  readonly bytes: Buffer;
  /** Null: what the manifest itself says. */
  readonly mediaType: string | null;
  /** The digest the client says it has; null when it says none. */
  readonly said: string | null;
  readonly now: number;
}

/** What a manifest needs that is not there. */
export class MissingParts extends RegistryFault {
  readonly kind: 'layers' | 'images';

  constructor(
    kind: 'layers' | 'images',
    digests: readonly string[],
    where: { readonly repository: string; readonly account: string },
  ) {
    const what = kind === 'layers' ? 'Layers' : 'Images';
    const place = `repository with name '${where.repository}' in the registry with id '${where.account}'`;
    super(
      'MANIFEST_BLOB_UNKNOWN',
      `${what} with digests '[${digests.join(', ')}]' required for pushing image into ${place} do not exist`,
      { status: 404 },
    );
    this.kind = kind;
  }
}

/** Checks a manifest, its digest and everything it needs, and stores it without a tag. The same bytes are the same image. */
export async function storeManifest(
  state: RegistryState,
  repository: Repository,
  { bytes, mediaType, said, now }: IncomingManifest,
): Promise<StoredImage> {
  const manifest = parseManifest(bytes, mediaType);
  if (typeof manifest === 'string') throw new RegistryFault('MANIFEST_INVALID', manifest, { status: 400 });
  const digest = digestLike(said, bytes);
  if (said !== null && said !== digest) {
    throw new RegistryFault('DIGEST_INVALID', `manifest has digest ${digest}, not ${said}`, { status: 400 });
  }
  const known = repository.images.get(digest);
  if (known !== undefined) {
    known.status = 'ACTIVE';
    return known;
  }
  checkParts(state, repository, manifest);
  const children = (manifest.children ?? []).map((child) => child.digest);
  const platforms = await platformsOf(state, repository, manifest);
  const image: StoredImage = {
    digest,
    mediaType: manifest.mediaType,
    artifactType: manifest.artifactType,
    manifest: bytes,
    subject: manifest.subject?.digest ?? null,
    annotations: manifest.annotations,
    children,
    platforms,
    size: sizeOf(repository, manifest),
    pushedAt: now,
    pulledAt: null,
    archivedAt: null,
    status: 'ACTIVE',
    scan: repository.scanOnPush && isScannable({ children, platforms }) ? beginScan(repository, now) : null,
  };
  repository.images.set(digest, image);
  return image;
}

function checkParts({ account }: RegistryState, repository: Repository, manifest: Manifest): void {
  const where = { repository: repository.name, account };
  const blobs = [...(manifest.config === null ? [] : [manifest.config]), ...manifest.layers.filter(isOurs)];
  const layers = missing(blobs, (digest) => repository.blobs.has(digest));
  if (layers.length > 0) throw new MissingParts('layers', layers, where);
  const images = missing(manifest.children ?? [], (digest) => repository.images.has(digest));
  if (images.length > 0) throw new MissingParts('images', images, where);
}

/** Layers with URLs of their own (`foreign`, `nondistributable`) are not pushed. */
function isOurs({ mediaType }: Descriptor): boolean {
  return !/nondistributable|foreign/.test(mediaType);
}

function missing(descriptors: readonly Descriptor[], has: (digest: string) => boolean): string[] {
  return [...new Set(descriptors.map(({ digest }) => digest))].filter((digest) => !has(digest));
}

async function platformsOf({ blobs }: RegistryState, repository: Repository, manifest: Manifest): Promise<string[]> {
  if (manifest.children !== null) {
    const platforms = manifest.children.map(({ platform, digest }) =>
      platform === undefined ? repository.images.get(digest)?.platforms : [platformName(platform)],
    );
    return [...new Set(platforms.flatMap((names) => names ?? []))].filter((name) => !name.includes('unknown'));
  }
  if (manifest.config === null || !isImageConfig(manifest.config.mediaType)) return [];
  try {
    const config = JSON.parse((await blobs.read(manifest.config.digest)).toString('utf8')) as Partial<Platform>;
    return config.os === undefined || config.architecture === undefined ? [] : [platformName(config as Platform)];
  } catch {
    return [];
  }
}

function isImageConfig(mediaType: string): boolean {
  return (
    mediaType === 'application/vnd.oci.image.config.v1+json' ||
    mediaType === 'application/vnd.docker.container.image.v1+json'
  );
}

interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string | undefined;
}

function platformName({ os, architecture, variant }: Platform): string {
  const isUsual = variant === undefined || variant === '' || (architecture === 'arm64' && variant === 'v8');
  return isUsual ? `${os}/${architecture}` : `${os}/${architecture}/${variant}`;
}

function sizeOf(repository: Repository, { config, layers, children }: Manifest): number {
  if (children !== null)
    return children.reduce((sum, { digest }) => sum + (repository.images.get(digest)?.size ?? 0), 0);
  return [...(config === null ? [] : [config]), ...layers].reduce((sum, { size }) => sum + size, 0);
}
