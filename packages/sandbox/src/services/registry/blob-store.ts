import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { appendFile, mkdtemp, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';

/** Bytes that are still coming in. */
export interface PartialBlob {
  readonly path: string;
  readonly hash: Hash;
  size: number;
}

/** Where the bytes of a blob are. */
type Stored = { readonly size: number } & ({ readonly path: string } | { readonly bytes: Uint8Array });

/** Bytes at hand of which there are at most so many, such as those of a seed, are kept in memory. */
const small = 64 * 1024;

/**
 * The bytes of every blob of a sandbox, by digest, in one temporary folder that is made with the first blob that is not small. Bytes
 * are streamed in and out, so that a layer costs no memory.
 */
export class BlobStore implements AsyncDisposable {
  #folder: Promise<string> | null = null;
  #counter = 0;
  readonly #blobs = new Map<string, Stored>();

  /** The size of a blob in bytes; null when there is none. */
  size(digest: string): number | null {
    return this.#blobs.get(digest)?.size ?? null;
  }

  /** A stream of the blob, or of the bytes from `start` to `end`, both included. */
  open(digest: string, range?: { readonly start: number; readonly end: number }): Readable {
    const blob = this.#known(digest);
    if ('path' in blob) return createReadStream(blob.path, range ?? {});
    const bytes = range === undefined ? blob.bytes : blob.bytes.subarray(range.start, range.end + 1);
    return Readable.from(bytes.byteLength === 0 ? [] : [bytes], { objectMode: false });
  }

  async read(digest: string): Promise<Buffer> {
    const blob = this.#known(digest);
    return 'path' in blob ? await readFile(blob.path) : Buffer.from(blob.bytes);
  }

  /** Stores bytes that are at hand and returns their digest. */
  async put(bytes: Uint8Array): Promise<string> {
    const digest = sha256(bytes);
    if (this.#blobs.has(digest)) return digest;
    const size = bytes.byteLength;
    if (size <= small) {
      this.#blobs.set(digest, { bytes, size });
      return digest;
    }
    const path = await this.#newPath();
    await writeFile(path, bytes);
    this.#blobs.set(digest, { path, size });
    return digest;
  }

  async begin(): Promise<PartialBlob> {
    const path = await this.#newPath();
    await appendFile(path, '');
    return { path, hash: createHash('sha256'), size: 0 };
  }

  /** Adds what the stream brings. When it breaks off, only whole written chunks count, and the error is passed on. */
  async append(partial: PartialBlob, stream: Readable): Promise<void> {
    const file = await open(partial.path, 'a');
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        await file.appendFile(chunk);
        partial.hash.update(chunk);
        partial.size += chunk.length;
      }
    } finally {
      await file.close();
    }
  }

  /** Makes the blob whole, unless its bytes have another digest: then it returns false and the bytes are gone. */
  async finish(partial: PartialBlob, digest: string): Promise<boolean> {
    const actual = digest.startsWith('sha512:')
      ? await sha512File(partial.path)
      : `sha256:${partial.hash.copy().digest('hex')}`;
    if (actual !== digest) {
      await this.discard(partial);
      return false;
    }
    if (this.#blobs.has(digest)) await this.discard(partial);
    else {
      const path = await this.#newPath();
      await rename(partial.path, path);
      this.#blobs.set(digest, { path, size: partial.size });
    }
    return true;
  }

  async discard(partial: PartialBlob): Promise<void> {
    await rm(partial.path, { force: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#folder !== null) await rm(await this.#folder, { recursive: true, force: true });
  }

  async #newPath(): Promise<string> {
    this.#folder ??= mkdtemp(join(tmpdir(), 'funade-sandbox-'));
    return join(await this.#folder, String(this.#counter++));
  }

  #known(digest: string): Stored {
    const blob = this.#blobs.get(digest);
    if (blob === undefined) throw new RangeError(`no blob ${digest}`);
    return blob;
  }
}

/** `sha256:…` of some bytes. */
export function sha256(bytes: Uint8Array): string {
  return digestOf(bytes, 'sha256');
}

/** The digest of some bytes by the algorithm of another digest; by sha256 when there is none. */
export function digestLike(reference: string | null, bytes: Uint8Array): string {
  return digestOf(bytes, reference?.startsWith('sha512:') === true ? 'sha512' : 'sha256');
}

function digestOf(bytes: Uint8Array, algorithm: 'sha256' | 'sha512'): string {
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
}

async function sha512File(path: string): Promise<string> {
  const hash = createHash('sha512');
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
  return `sha512:${hash.digest('hex')}`;
}
