import { textIn } from '../../model/input.ts';
import type { WireObject } from '../../model/service.ts';
import type { StoredObject } from './state.ts';

/** An object without its content, as GetObject and HeadObject answer with it; the checksum only when it is asked for. */
export function objectView(object: StoredObject, input: WireObject): WireObject {
  const isChecked = textIn(input, 'ChecksumMode') === 'ENABLED';
  return {
    AcceptRanges: 'bytes',
    ContentLength: object.content.length,
    ContentType: object.contentType,
    ETag: object.etag,
    LastModified: new Date(object.modifiedAt).toUTCString(),
    ServerSideEncryption: 'AES256',
    ...(isChecked ? { ChecksumCRC32: object.crc32, ChecksumType: 'FULL_OBJECT' } : {}),
    Metadata: object.metadata,
  };
}
