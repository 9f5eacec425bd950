import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

export interface StoredObject {
  readonly content: Buffer;
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** MD5 of the content, in quotes. */
  readonly etag: string;
  /** Base64 of the four bytes. */
  readonly crc32: string;
  /** Milliseconds since the epoch. */
  readonly modifiedAt: number;
}

export interface Bucket {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** Other accounts that the policy of the bucket lets in. */
  readonly sharedWith: readonly string[];
  readonly objects: Map<string, StoredObject>;
}

/** Every bucket there is: their names are one space for all accounts and regions. */
export interface S3State {
  readonly buckets: Map<string, Bucket>;
}

export function newObject(
  content: Buffer,
  { contentType, metadata, now }: { contentType?: string; metadata?: Readonly<Record<string, string>>; now: number },
): StoredObject {
  return {
    content,
    contentType: contentType ?? 'binary/octet-stream',
    metadata: metadata ?? {},
    etag: `"${createHash('md5').update(content).digest('hex')}"`,
    crc32: crc32Of(content),
    modifiedAt: now,
  };
}

function crc32Of(content: Buffer): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(content));
  return bytes.toString('base64');
}
