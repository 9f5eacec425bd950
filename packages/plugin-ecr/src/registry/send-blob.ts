import type { Readable } from 'node:stream';
import type { Descriptor } from './manifest.ts';
import { attempts, mayPass, type RegistryAnswer, type RegistryClient } from './registry-client.ts';
import type { ImageSource } from './send-image.ts';
import { timeForBlob } from './time-for-blob.ts';

/** A blob and the repository it goes to. */
export interface BlobToSend {
  readonly blob: Descriptor;
  readonly name: string;
  /** Repository of the same registry that may have it; null when none is known. */
  readonly mountFrom: string | null;
}

/**
 * Sends a blob unless the registry has it or can take it from another of its repositories. An upload that was cut off is
 * begun anew, since the registry may hold part of it. Returns the bytes that were sent: 0 when none had to be.
 */
export async function sendBlob(
  client: RegistryClient,
  source: Pick<ImageSource, 'blob'>,
  { blob, name, mountFrom }: BlobToSend,
): Promise<number> {
  const mount = mountFrom === null ? '' : `?mount=${blob.digest}&from=${encodeURIComponent(mountFrom)}`;
  for (let attempt = 1; ; attempt++) {
    const found = await client.call({ method: 'HEAD', path: `${name}/blobs/${blob.digest}`, accept: [404] });
    if (found.status !== 404) return 0;
    const started = await client.call({ method: 'POST', path: `${name}/blobs/uploads/${mount}` });
    if (started.status === 201) return 0;
    try {
      await upload(client, started, { blob, open: (signal) => source.blob(blob, signal) });
      return blob.size;
    } catch (failure) {
      if (attempt === attempts || !mayPass(failure)) throw failure;
      await client.pause(attempt, failure);
    }
  }
}

/** A registry reads all of a blob again before it says that it has it. */
const timeToStore = { idle: 300_000, total: 300_000 };

interface Upload {
  readonly blob: Descriptor;
  open(signal: AbortSignal): Promise<Readable>;
}

async function upload(client: RegistryClient, started: RegistryAnswer, { blob, open }: Upload): Promise<void> {
  // A source that is still sending when the upload has failed would keep its connection for ever.
  const reading = new AbortController();
  try {
    const sent = await client.call({
      method: 'PATCH',
      path: locationOf(started),
      headers: { 'content-type': 'application/octet-stream', ...lengthOf(blob) },
      body: () => open(reading.signal),
      repeat: false,
      limits: timeForBlob(blob),
    });
    const end = new URL(locationOf(sent));
    end.searchParams.set('digest', blob.digest);
    await client.call({ method: 'PUT', path: end.href, repeat: false, limits: timeToStore });
  } finally {
    reading.abort();
  }
}

function locationOf({ headers, url }: RegistryAnswer): string {
  return new URL(headers.location ?? '', url).href;
}

/** Known sizes are told: some proxies and registries take no body without one. */
function lengthOf({ size }: Descriptor): Record<string, string> {
  return size > 0 ? { 'content-length': String(size) } : {};
}
