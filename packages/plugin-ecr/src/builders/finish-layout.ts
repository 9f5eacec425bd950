import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isJsonObject, type JsonObject } from '@funade/core';
import { buildFailed } from '../model/build-errors.ts';
import {
  buildLabel,
  isOciManifest,
  parseManifest,
  platformLabel,
  platformOf,
  revisionLabel,
  samePlatform,
} from '../registry/manifest.ts';
import type { BuildStepInput, BuiltImage } from './builder.ts';

type Layout = Extract<BuiltImage, { kind: 'layout' }>;

/** Unpacks the tar file of an OCI layout beside it, and removes the file. */
export async function unpackLayout(file: string, path: string): Promise<void> {
  const { unpackTar } = await import('modern-tar/fs');
  await pipeline(createReadStream(file), unpackTar(path));
  await rm(file);
}

/**
 * Writes the commit and the platform of an image into the annotations of its manifest or index, where a later plan reads
 * them without a call for the config. Manifests of Docker's own media types have no annotations and stay as they are.
 *
 * @throws BUILD_FAILED when the image is not for a platform that was asked for
 */
export async function finishLayout(
  path: string,
  input: Pick<BuildStepInput, 'repository' | 'labels' | 'build'>,
  mountFrom: string | null = null,
): Promise<Layout> {
  const index = await readJson(join(path, 'index.json'));
  const entries = Array.isArray(index.manifests) ? index.manifests.filter(isJsonObject) : [];
  const digest = entries[0]?.digest;
  if (typeof digest !== 'string' || entries.length > 1) {
    throw new Error(`the build left an OCI layout with ${entries.length} manifests`);
  }
  const manifest = await readJson(blobPath(path, digest));
  const parsed = parseManifest(JSON.stringify(manifest));
  const platform = parsed.kind === 'index' ? null : platformOf(await readJson(blobPath(path, parsed.config.digest)));
  const has = parsed.kind === 'index' ? parsed.entries.map((entry) => entry.platform) : [platform];
  const platforms = [...new Set(has.flatMap((one) => one ?? []))].sort();
  const missing = (input.build.platforms ?? []).filter((wanted) => !platforms.some((one) => samePlatform(one, wanted)));
  if (missing.length > 0) {
    throw buildFailed(
      input.repository,
      `it made an image for ${platforms.join(', ') || 'no platform'}, not for ${missing.join(', ')}`,
      [],
    );
  }
  if (!isOciManifest(manifest)) return { kind: 'layout', path, digest, platforms, mountFrom };
  const { [revisionLabel]: revision, [buildLabel]: key } = input.labels;
  const annotations = {
    ...parsed.annotations,
    ...(platform === null ? {} : { [platformLabel]: platform }),
    ...(revision === undefined ? {} : { [revisionLabel]: revision }),
    ...(key === undefined ? {} : { [buildLabel]: key }),
  };
  const text = JSON.stringify({ ...manifest, annotations });
  const annotated = `sha256:${createHash('sha256').update(text).digest('hex')}`;
  await writeFile(blobPath(path, annotated), text);
  return { kind: 'layout', path, digest: annotated, platforms, mountFrom };
}

function blobPath(layout: string, digest: string): string {
  return join(layout, 'blobs', ...digest.split(':', 2));
}

async function readJson(path: string): Promise<JsonObject> {
  const value: unknown = JSON.parse(await readFile(path, 'utf8'));
  return isJsonObject(value) ? value : {};
}
