import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { unpackTar } from 'modern-tar';

/** Paths of the files in a layer: a tar file, compressed or not. */
export async function filesInTar(path: string): Promise<readonly string[]> {
  const bytes = createReadStream(path);
  const compressed = await isGzip(path);
  const tar = Readable.toWeb(compressed ? bytes.pipe(createGunzip()) : bytes) as ReadableStream<Uint8Array>;
  const entries = await unpackTar(tar);
  return entries.filter(({ header }) => header.type === 'file').map(({ header }) => header.name);
}

async function isGzip(path: string): Promise<boolean> {
  for await (const chunk of createReadStream(path, { end: 1 })) return Buffer.from(chunk).equals(Buffer.of(0x1f, 0x8b));
  return false;
}
