import type { Readable } from 'node:stream';
import pMap from 'p-map';
import { type Descriptor, manifestTypes, parseManifest } from './manifest.ts';
import { listReferrer, putManifest, type SentManifest } from './put-manifest.ts';
import type { RegistryClient } from './registry-client.ts';
import { sendBlob } from './send-blob.ts';

/** Where an image comes from: a folder, or another registry. */
export interface ImageSource {
  /** The bytes of a manifest or index, and its media type. */
  manifest(digest: string): Promise<{ readonly text: string; readonly mediaType: string }>;
  /** The bytes of a blob; asked anew for each attempt, and given up when the signal aborts. */
  blob(blob: Descriptor, signal: AbortSignal): Promise<Readable>;
  /** Digests of the manifests whose subject this one is: signatures, attestations, bills of materials. */
  referrers(digest: string): Promise<readonly string[]>;
  /** What is kept beside a manifest under tags made of its digest, as cosign does where nobody lists referrers. */
  attachments(digest: string): Promise<readonly Attachment[]>;
}

/** A manifest under a tag that is made of the digest of another one. */
export interface Attachment {
  readonly tag: string;
  readonly digest: string;
}

/** What is sent and where it goes. */
export interface ImageToSend {
  /** Digest of the manifest or index. */
  readonly digest: string;
  readonly name: string;
  readonly tag: string;
  /** Repository of the same registry that may have some of the blobs; null when none is known. */
  readonly mountFrom: string | null;
  /** Called when a blob is done; `sent` counts the bytes of blobs that went over the wire so far. */
  onBlob?(progress: { readonly done: number; readonly of: number; readonly sent: number }): void;
}

/** How many blobs go side by side. */
const lanes = 4;

/**
 * Sends an image to a registry, byte for byte: every platform of an index, then what refers to any of them, and the tag
 * last, so that a tag says that all of it is there. Asks first for each manifest and blob and sends only what is missing,
 * so an attempt that was cut off goes on where it stopped.
 *
 * Source: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#push
 */
export async function sendImage(client: RegistryClient, source: ImageSource, image: ImageToSend): Promise<void> {
  const sending: Sending = { client, source, image, count: { done: 0, of: 0, sent: 0 } };
  const { digest, name, tag } = image;
  const { text, mediaType } = await source.manifest(digest);
  const there = await hasManifest(client, name, digest);
  if (!there) await sendParts(sending, text);
  const referrers = await source.referrers(digest);
  if (referrers.length > 0) {
    if (!there) await putManifest(client, { name, reference: digest, digest, text, mediaType });
    await sendReferrers(sending, referrers);
  }
  await sendAttachments(sending, digest);
  await putManifest(client, { name, reference: tag, digest, text, mediaType });
}

interface Sending {
  readonly client: RegistryClient;
  readonly source: ImageSource;
  readonly image: ImageToSend;
  readonly count: { done: number; of: number; sent: number };
}

async function sendEach(sending: Sending, digests: readonly string[]): Promise<void> {
  for (const digest of digests) await sendByDigest(sending, digest);
}

/** One manifest by its digest, with what it is made of and what refers to it; only what is missing of it. */
async function sendByDigest(sending: Sending, digest: string): Promise<void> {
  const { client, source, image } = sending;
  const { name } = image;
  if (!(await hasManifest(client, name, digest))) {
    const found = await source.manifest(digest);
    await sendParts(sending, found.text);
    await putManifest(client, { name, reference: digest, digest, ...found } satisfies SentManifest);
  }
  await sendReferrers(sending, await source.referrers(digest));
  await sendAttachments(sending, digest);
}

async function sendReferrers(sending: Sending, digests: readonly string[]): Promise<void> {
  const { client, source, image } = sending;
  for (const digest of digests) {
    const there = await hasManifest(client, image.name, digest);
    await sendByDigest(sending, digest);
    // An attempt may have been cut off between the manifest and its entry in the list.
    if (!there) continue;
    await listReferrer(client, { name: image.name, reference: digest, digest, ...(await source.manifest(digest)) });
  }
}

/** A tag that is there stays as it is, here as everywhere. */
async function sendAttachments({ client, source, image, count }: Sending, subject: string): Promise<void> {
  const { name } = image;
  for (const { tag, digest } of await source.attachments(subject)) {
    if (await hasManifest(client, name, tag)) continue;
    const found = await source.manifest(digest);
    await sendParts({ client, source, image, count }, found.text);
    await putManifest(client, { name, reference: tag, digest, ...found });
  }
}

async function sendParts(sending: Sending, text: string): Promise<void> {
  const manifest = parseManifest(text);
  if (manifest.kind === 'index') {
    await sendEach(
      sending,
      manifest.entries.map((entry) => entry.digest),
    );
    return;
  }
  const { client, source, count, image } = sending;
  const blobs = [...new Map([...manifest.layers, manifest.config].map((blob) => [blob.digest, blob])).values()];
  count.of += blobs.length;
  await pMap(
    blobs,
    async (blob) => {
      const bytes = await sendBlob(client, source, { ...image, blob });
      count.sent += bytes;
      count.done += 1;
      image.onBlob?.({ ...count });
    },
    { concurrency: lanes },
  );
}

async function hasManifest(client: RegistryClient, name: string, reference: string): Promise<boolean> {
  const { status } = await client.call({
    method: 'HEAD',
    path: `${name}/manifests/${reference}`,
    // docker-registry hides what is not named, and what is named by */* alone.
    headers: { accept: [...manifestTypes, '*/*'].join(', ') },
    accept: [404],
  });
  return status !== 404;
}
