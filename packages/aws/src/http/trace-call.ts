import type { RunContext } from '@funade/core';
import type { HttpCall } from './send.ts';

/** Makes a call, and tells whoever looks on how it went. */
export async function traceCall<T extends { readonly status: number }>(
  { clock, trace }: Pick<RunContext, 'clock' | 'trace'>,
  call: HttpCall,
  make: () => Promise<T>,
): Promise<T> {
  if (trace === undefined) return make();
  const from = clock.now();
  const tell = (how: string): void =>
    trace({ what: whatOf(call), how, durationMs: clock.now() - from, sent: sentOf(call) });
  try {
    const answer = await make();
    tell(String(answer.status));
    return answer;
  } catch (error) {
    tell(error instanceof Error ? error.message : String(error));
    throw error;
  }
}

/** The operation where AWS has one, else method, host and path: never the query, which may be signed. */
function whatOf({ method, url, headers = {}, body }: HttpCall): string {
  const target = Object.entries(headers).find(([name]) => name.toLowerCase() === 'x-amz-target')?.[1];
  const action = typeof body === 'string' ? /(?:^|&)Action=(\w+)/.exec(body)?.[1] : undefined;
  const operation = target?.slice(target.lastIndexOf('.') + 1) ?? action;
  return operation === undefined ? `${method} ${url.host}${url.pathname}` : `${operation} ${url.host}`;
}

/** JSON alone: forms of STS hold tokens. */
function sentOf({ body }: HttpCall): string | null {
  const text =
    typeof body === 'string'
      ? body
      : body instanceof Uint8Array && body.length < 100_000
        ? Buffer.from(body).toString('utf8')
        : null;
  return text !== null && /^\s*[{[]/.test(text) ? text : null;
}
