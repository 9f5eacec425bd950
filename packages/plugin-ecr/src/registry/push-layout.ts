import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eachLimited } from '../each-limited.ts';
import { type Descriptor, parseManifest } from './manifest.ts';
import { attempts, mayPass, type RegistryClient } from './registry-client.ts';

/** An OCI image layout on disk and where it goes. */
export interface LayoutPush {
  /** Folder of the layout. */
  readonly layout: string;
  /** Digest of the manifest or index in it. */
  readonly digest: string;
  readonly name: string;
  readonly tag: string;
  /** Repository of the same registry that may have some of the blobs; null when none is known. */
  readonly mountFrom: string | null;
  /** Called when a blob is done; `sent` counts the bytes that went over the wire so far. */
  onBlob?(progress: { readonly done: number; readonly of: number; readonly sent: number }): void;
}

/** How many blobs go side by side. */
const lanes = 4;

/**
 * Pushes an OCI image layout: asks for each blob first and sends only what is not there, then the manifest under the tag.
 * Safe to repeat: a push that was cut off goes on with the blobs that are missing.
 *
 * Source: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#push
 */
export async function pushLayout(client: RegistryClient, push: LayoutPush): Promise<void> {
  const text = await readFile(blobPath(push, push.digest), 'utf8');
  const manifest = parseManifest(text);
  if (manifest.kind === 'index') {
    for (const entry of manifest.entries) {
      await pushLayout(client, { ...push, digest: entry.digest, tag: entry.digest });
    }
  } else {
    const blobs = distinct([...manifest.layers, manifest.config]);
    let done = 0;
    let sent = 0;
    await eachLimited(blobs, lanes, async (blob) => {
      sent += await pushBlob(client, push, blob);
      done += 1;
      push.onBlob?.({ done, of: blobs.length, sent });
    });
  }
  await client.call({
    method: 'PUT',
    path: `${push.name}/manifests/${push.tag}`,
    headers: { 'content-type': mediaTypeOf(text) },
    body: () => text,
  });
}

/** Bytes sent: 0 when the registry has the blob. A cut upload is begun anew, since the registry may hold part of it. */
async function pushBlob(client: RegistryClient, push: LayoutPush, blob: Descriptor): Promise<number> {
  const { name } = push;
  const mount = push.mountFrom === null ? '' : `?mount=${blob.digest}&from=${encodeURIComponent(push.mountFrom)}`;
  for (let attempt = 1; ; attempt++) {
    const found = await client.call({ method: 'HEAD', path: `${name}/blobs/${blob.digest}`, accept: [404] });
    if (found.status !== 404) return 0;
    const started = await client.call({ method: 'POST', path: `${name}/blobs/uploads/${mount}` });
    if (started.status === 201) return 0;
    try {
      await upload(client, started, { digest: blob.digest, path: blobPath(push, blob.digest) });
      return blob.size;
    } catch (failure) {
      if (attempt === attempts || !mayPass(failure)) throw failure;
      await client.pause(attempt, failure);
    }
  }
}

async function upload(
  client: RegistryClient,
  started: Response,
  blob: { readonly digest: string; readonly path: string },
): Promise<void> {
  const sent = await client.call({
    method: 'PATCH',
    path: locationOf(started),
    headers: { 'content-type': 'application/octet-stream' },
    body: () => openAsBlob(blob.path),
    repeat: false,
  });
  const end = new URL(locationOf(sent));
  end.searchParams.set('digest', blob.digest);
  await client.call({ method: 'PUT', path: end.href, repeat: false });
}

function locationOf(response: Response): string {
  const location = response.headers.get('location');
  return new URL(location ?? '', response.url).href;
}

function distinct(blobs: readonly Descriptor[]): readonly Descriptor[] {
  return [...new Map(blobs.map((blob) => [blob.digest, blob])).values()];
}

function blobPath(push: LayoutPush, digest: string): string {
  return join(push.layout, 'blobs', ...digest.split(':', 2));
}

function mediaTypeOf(text: string): string {
  const { mediaType } = JSON.parse(text) as { mediaType?: unknown };
  return typeof mediaType === 'string' ? mediaType : 'application/vnd.oci.image.manifest.v1+json';
}
