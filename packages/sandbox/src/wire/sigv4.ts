import { createHash, createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';

/** A signed request, as far as the signature speaks of it. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The parts of an `Authorization` header of Signature Version 4. */
export interface Authorization {
  readonly accessKeyId: string;
  /** `20261123`. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/** Null when the header has not the form of Signature Version 4. */
export function parseAuthorization(header: string): Authorization | null {
  if (!header.startsWith('AWS4-HMAC-SHA256 ')) return null;
  const parts = new Map(
    header
      .slice('AWS4-HMAC-SHA256 '.length)
      .split(',')
      .map((part) => part.trim().split(/=(.*)/s, 2) as [string, string]),
  );
  const scope = (parts.get('Credential') ?? '').split('/');
  const [accessKeyId, date, region, service, terminator] = scope;
  const signature = parts.get('Signature');
  const signedHeaders = parts.get('SignedHeaders')?.split(';');
  if (accessKeyId === undefined || date === undefined || region === undefined || service === undefined) return null;
  if (terminator !== 'aws4_request' || scope.length !== 5 || !/^\d{8}$/.test(date)) return null;
  if (signature === undefined || !/^[0-9a-f]{64}$/.test(signature) || signedHeaders === undefined) return null;
  return { accessKeyId, date, region, service, signedHeaders, signature };
}

/** Whether the signature is the one that the holder of the key makes for this request. */
export function isSignedWith(key: KeyObject, authorization: Authorization, request: SignedRequest): boolean {
  const scope = `${scopeOf(authorization)}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', amzDate(request), scope, sha256(canonicalRequest(authorization, request))].join(
    '\n',
  );
  return timingSafeEqual(
    createHmac('sha256', key).update(toSign).digest(),
    Buffer.from(authorization.signature, 'hex'),
  );
}

/** What a signing key is for: `20261123/eu-west-1/ecs`. */
export function scopeOf({ date, region, service }: Authorization): string {
  return `${date}/${region}/${service}`;
}

/** When the request was signed: `20261123T223509Z`, or empty. */
export function amzDate({ headers }: SignedRequest): string {
  return headers['x-amz-date'] ?? '';
}

/** Milliseconds since the epoch of `20261123T223509Z`; NaN for what has another form. */
export function parseAmzDate(date: string): number {
  return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, '$1-$2-$3:$4:$5'));
}

function canonicalRequest({ signedHeaders }: Authorization, { method, url, headers, body }: SignedRequest): string {
  const [path = '/', query = ''] = url.split(/\?(.*)/s, 2);
  const parameters = query.split('&').filter(Boolean);
  const canonicalQuery = parameters.map((parameter) => (parameter.includes('=') ? parameter : `${parameter}=`)).sort();
  const canonicalHeaders = signedHeaders.map((name) => `${name}:${(headers[name] ?? '').trim().replace(/ +/g, ' ')}\n`);
  const payload = unsignedPayload({ headers }) ?? sha256(body);
  return [method, path, canonicalQuery.join('&'), canonicalHeaders.join(''), signedHeaders.join(';'), payload].join(
    '\n',
  );
}

/** S3 lets a client leave the body out of the signature and say so instead of its hash. */
function unsignedPayload({ headers }: Pick<SignedRequest, 'headers'>): string | null {
  const said = headers['x-amz-content-sha256'] ?? '';
  return /^(UNSIGNED-PAYLOAD|STREAMING-UNSIGNED-PAYLOAD-TRAILER)$/.test(said) ? said : null;
}

function sha256(data: Buffer | string): string {
  return createHash('sha256').update(data).digest('hex');
}
