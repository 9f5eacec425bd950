import type { Readable } from 'node:stream';
import { answerTooLarge } from './network-errors.ts';

/** The bytes of a body, at most so many. Rejects with `ANSWER_TOO_LARGE`, or as the body fails. */
export async function readBody(body: Readable, most: number, host: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let count = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    count += chunk.byteLength;
    if (count > most) throw answerTooLarge(host, most);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
