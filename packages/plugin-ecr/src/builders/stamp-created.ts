import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isJsonObject, type Json, type JsonObject } from '@funade/core';

/**
 * Writes when an image was created into its config, and into the steps of its history that carry `instead`. The layers
 * stay as they are; config, manifest and index of the layout get new digests.
 */
export async function stampCreated(
  layout: string,
  { created, instead }: { readonly created: string; readonly instead: string },
): Promise<void> {
  const index = await readJson(join(layout, 'index.json'));
  const [entry] = objectsIn(index.manifests);
  const manifest = await readJson(blobPath(layout, entry?.digest));
  const described = isJsonObject(manifest.config) ? manifest.config : {};
  const config = await readJson(blobPath(layout, described.digest));
  const history = objectsIn(config.history).map((step) => (step.created === instead ? { ...step, created } : step));
  const written = await writeBlob(layout, { ...config, created, history });
  const renamed = await writeBlob(layout, { ...manifest, config: { ...described, ...written } });
  await writeFile(join(layout, 'index.json'), JSON.stringify({ ...index, manifests: [{ ...entry, ...renamed }] }));
}

async function writeBlob(
  layout: string,
  value: JsonObject,
): Promise<{ readonly digest: string; readonly size: number }> {
  const text = JSON.stringify(value);
  const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
  await writeFile(blobPath(layout, digest), text);
  return { digest, size: Buffer.byteLength(text) };
}

function blobPath(layout: string, digest: Json | undefined): string {
  return join(layout, 'blobs', ...String(digest).split(':', 2));
}

async function readJson(path: string): Promise<JsonObject> {
  const value: unknown = JSON.parse(await readFile(path, 'utf8'));
  return isJsonObject(value) ? value : {};
}

function objectsIn(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
