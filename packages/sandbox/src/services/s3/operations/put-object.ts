import { objectIn, textIn } from '../../../model/input.ts';
import { AwsFault, type Operation, type WireObject } from '../../../model/service.ts';
import { findBucket } from '../find.ts';
import { newObject, type S3State } from '../state.ts';

export const putObject: Operation<S3State> = (state, call) => {
  const { input, now } = call;
  const bucket = findBucket(state, call);
  const contentType = textIn(input, 'ContentType');
  const object = newObject(Buffer.from(textIn(input, 'Body') ?? '', 'base64'), {
    ...(contentType === undefined ? {} : { contentType }),
    metadata: textsOf(objectIn(input, 'Metadata') ?? {}),
    now,
  });
  const said = textIn(input, 'ChecksumCRC32');
  if (said !== undefined && said !== object.crc32) {
    throw new AwsFault('BadDigest', 'The CRC32 you specified did not match the calculated checksum.');
  }
  bucket.objects.set(textIn(input, 'Key') ?? '', object);
  return {
    ETag: object.etag,
    ServerSideEncryption: 'AES256',
    ChecksumCRC32: object.crc32,
    ChecksumType: 'FULL_OBJECT',
  };
};

function textsOf(metadata: WireObject): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, String(value)]));
}
