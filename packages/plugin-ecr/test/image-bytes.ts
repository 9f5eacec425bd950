import { gunzipSync } from 'node:zlib';
import { parseManifest } from '../src/registry/manifest.ts';
import { readManifest } from '../src/registry/read-image.ts';
import type { RegistryClient } from '../src/registry/registry-client.ts';

/** Every byte of an image: manifests, configs, and layers, these unpacked. */
export async function imageBytes(client: RegistryClient, name: string, reference: string): Promise<Buffer> {
  const manifest = await readManifest(client, name, reference);
  if (manifest === null) throw new Error(`there is no ${name}:${reference}`);
  const parts: Buffer[] = [Buffer.from(manifest.text)];
  const parsed = parseManifest(manifest.text);
  if (parsed.kind === 'index') {
    for (const { digest } of parsed.entries) parts.push(await imageBytes(client, name, digest));
    return Buffer.concat(parts);
  }
  for (const { digest } of [parsed.config, ...parsed.layers]) {
    const { bytes } = await client.call({ method: 'GET', path: `${name}/blobs/${digest}` });
    parts.push(bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes);
  }
  return Buffer.concat(parts);
}
