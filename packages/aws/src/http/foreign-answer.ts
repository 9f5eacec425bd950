/** An answer, as far as it tells who gave it. */
export interface AnswerHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly size: number;
}

/** Every answer of AWS has one of them, and so has one of what stands in for AWS. */
const marks = ['x-amzn-requestid', 'x-amzn-request-id', 'x-amz-request-id', 'x-amz-id-2'];

/** What AWS's services answer in. */
const spoken = /json|xml|cbor|octet-stream|eventstream/;

/** What an answer is that none of AWS's services gives: `a page of HTML`, `text/plain`, `nothing`. Null: it may be AWS's. */
export function foreignKind({ status, headers, size }: AnswerHead): string | null {
  const type = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (marks.some((name) => headers[name] !== undefined) || spoken.test(type)) return null;
  if (type === 'text/html') return 'a page of HTML';
  // Others are told by the status: of no use to anybody but to whoever looks for AWS at the wrong place.
  if (status < 400 || status >= 500 || status === 429) return null;
  return size === 0 ? 'nothing' : type || 'text';
}

/** Something else than AWS has answered. In the shape of an SDK error, so that one rule says what is tried again. */
export class ForeignAnswer extends Error {
  override readonly name = 'ForeignAnswer';
  readonly $metadata: { readonly httpStatusCode: number };
  readonly $response: { readonly statusCode: number; readonly headers: Readonly<Record<string, string>> };

  constructor(origin: string, kind: string, { status, headers }: AnswerHead) {
    super(`${origin} answered ${status} with ${kind}`);
    this.$metadata = { httpStatusCode: status };
    this.$response = { statusCode: status, headers };
  }
}
