import { XMLBuilder } from 'fast-xml-parser';
import { AwsFault, type WireObject } from '../model/service.ts';
import { readAwsChunks } from './aws-chunked.ts';
import type { AwsProtocol, AwsRequest } from './aws-protocol.ts';
import type { SignedRequest } from './sigv4.ts';

const builder = new XMLBuilder({ suppressEmptyNode: true });

/** Members that travel as headers, by the name of the header. */
const memberHeaders: Readonly<Record<string, string>> = {
  AcceptRanges: 'accept-ranges',
  BucketRegion: 'x-amz-bucket-region',
  ChecksumCRC32: 'x-amz-checksum-crc32',
  ChecksumType: 'x-amz-checksum-type',
  ContentType: 'content-type',
  ETag: 'etag',
  LastModified: 'last-modified',
  ServerSideEncryption: 'x-amz-server-side-encryption',
};

/** S3: the operation is in method and path, the object is the body, everything else a header; refusals are XML. */
export const awsS3: AwsProtocol = {
  name: 's3',
  success: (_, output, requestId) => ({
    status: 200,
    headers: { ...ids(requestId), ...headersOf(output) },
    body: Buffer.from(typeof output.Body === 'string' ? output.Body : '', 'base64'),
  }),
  failure: ({ code, message, status }, requestId) => ({
    status,
    headers: { ...ids(requestId), 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({
      Error: { Code: code, Message: message, RequestId: requestId, HostId: requestId },
    })}`,
  }),
};

/** What is in a bucket is asked for by path: `/bucket/key`. Throws `AwsFault` for what the sandbox does not have. */
export function parseS3Input(request: SignedRequest): Omit<AwsRequest, 'service'> {
  const [path = '/', query = ''] = request.url.split(/\?(.*)/s, 2);
  const [, Bucket = '', Key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(decodePath(path)) ?? [];
  const asked = [...new URLSearchParams(query).keys()].filter((name) => name !== 'x-id');
  const header = ['range', 'if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'].find(
    (name) => request.headers[name] !== undefined,
  );
  const operation = Key === '' ? bucketOperations[request.method] : objectOperations[request.method];
  if (operation === undefined || Bucket === '' || asked.length > 0 || header !== undefined) {
    const what = [request.method, path, ...asked, header ?? ''].join(' ').trim();
    throw new AwsFault('NotImplemented', `the sandbox has no operation of S3 for ${what}`, 501);
  }
  const checksum = request.headers['x-amz-checksum-mode'];
  return {
    operation,
    input: {
      Bucket,
      ...(Key === '' ? {} : { Key }),
      ...(checksum === undefined ? {} : { ChecksumMode: checksum }),
      ...(operation === 'PutObject' ? objectIn(request) : {}),
    },
  };
}

const bucketOperations: Readonly<Record<string, string | undefined>> = { HEAD: 'HeadBucket' };
const objectOperations: Readonly<Record<string, string | undefined>> = {
  GET: 'GetObject',
  HEAD: 'HeadObject',
  PUT: 'PutObject',
};

function objectIn({ headers, body }: SignedRequest): WireObject {
  const isChunked = (headers['content-encoding'] ?? '').includes('aws-chunked');
  const { content, trailers } = isChunked ? readAwsChunks(body) : { content: body, trailers: {} };
  const metadata = Object.entries(headers).filter(([name]) => name.startsWith('x-amz-meta-'));
  const crc32 = headers['x-amz-checksum-crc32'] ?? trailers['x-amz-checksum-crc32'];
  return {
    Body: content.toString('base64'),
    ContentType: headers['content-type'],
    ChecksumCRC32: crc32,
    Metadata: Object.fromEntries(metadata.map(([name, value]) => [name.slice('x-amz-meta-'.length), value])),
  };
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new AwsFault('InvalidURI', "Couldn't parse the specified URI.");
  }
}

function ids(requestId: string): Readonly<Record<string, string>> {
  return { 'x-amz-request-id': requestId, 'x-amz-id-2': requestId };
}

function headersOf(output: WireObject): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const [member, value] of Object.entries(output)) {
    const name = memberHeaders[member];
    if (name !== undefined && value !== undefined) headers[name] = String(value);
  }
  if (typeof output.ContentLength === 'number') headers['content-length'] = String(output.ContentLength);
  for (const [name, value] of Object.entries((output.Metadata ?? {}) as WireObject)) {
    headers[`x-amz-meta-${name}`] = String(value);
  }
  return headers;
}
