import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageSource } from './send-image.ts';

/** The image in an OCI layout on disk. */
export function layoutSource(layout: string): ImageSource {
  const blobPath = (digest: string): string => join(layout, 'blobs', ...digest.split(':', 2));
  return {
    async manifest(digest) {
      const text = await readFile(blobPath(digest), 'utf8');
      return { text, mediaType: mediaTypeOf(text) };
    },
    blob: async ({ digest }) => createReadStream(blobPath(digest)),
    referrers: async () => [],
    attachments: async () => [],
  };
}

function mediaTypeOf(text: string): string {
  const { mediaType } = JSON.parse(text) as { mediaType?: unknown };
  return typeof mediaType === 'string' ? mediaType : 'application/vnd.oci.image.manifest.v1+json';
}
