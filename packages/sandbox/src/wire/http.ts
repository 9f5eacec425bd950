import type { Readable } from 'node:stream';
import { AwsFault } from '../model/service.ts';
import type { Incoming, Outgoing } from './exchange.ts';

/** An answer ready to be written. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

const bodyLimit = 8 * 1024 * 1024;

/** The whole body of a request; throws `AwsFault` for one that is longer than any AWS takes. */
export async function readBody(request: Incoming): Promise<Buffer> {
  const body = await readLimited(request, bodyLimit);
  if (body === null) throw new AwsFault('RequestEntityTooLargeException', `more than ${bodyLimit} bytes`, 413);
  return body;
}

/** All bytes of the stream; null when they are more than `limit`. */
export async function readLimited(stream: Readable, limit: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
  }
  return size > limit ? null : Buffer.concat(chunks);
}

/** Writes the answer and waits until it is handed to the connection. */
export async function writeAnswer(response: Outgoing, { status, headers, body }: HttpAnswer): Promise<void> {
  // A client that gave up has closed it already, and nothing is ever heard of it again.
  if (response.destroyed) return;
  response.writeHead(status, { 'content-length': String(Buffer.byteLength(body)), ...headers });
  await new Promise<void>((resolve) => {
    response.once('close', resolve);
    response.end(response.req.method === 'HEAD' ? undefined : body, resolve);
  });
}

const loopback = '127.0.0.1';

/** The path and query of a request; of another form than `/path` (`*`, a whole URL) the path is `/`. */
export function urlOf({ url = '/', headers }: Incoming): URL {
  const path = url.startsWith('/') ? url : '/';
  const whole = `http://${headers.host ?? loopback}${path}`;
  return new URL(URL.canParse(whole) ? whole : `http://${loopback}${path}`);
}

/** Headers as a flat record, lower case. */
export function flatHeaders(request: Incoming): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}
