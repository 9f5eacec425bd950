import { AwsFault } from '../model/service.ts';

/** A body sent in `aws-chunked` pieces, put together, with the headers that came after it. */
export interface ChunkedBody {
  readonly content: Buffer;
  /** Names in lower case. */
  readonly trailers: Readonly<Record<string, string>>;
}

/** Reads `<hex size>[;extension]\r\n<bytes>\r\n` until size 0, then the trailers. Throws `AwsFault` for anything else. */
export function readAwsChunks(body: Buffer): ChunkedBody {
  const pieces: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = body.indexOf('\r\n', at);
    const [size] = /^[0-9a-f]+/i.exec(body.toString('latin1', at, Math.max(end, at))) ?? [];
    if (end < 0 || size === undefined) throw incomplete();
    const length = Number.parseInt(size, 16);
    at = end + 2;
    if (length === 0) return { content: Buffer.concat(pieces), trailers: readTrailers(body.toString('latin1', at)) };
    if (at + length + 2 > body.length) throw incomplete();
    pieces.push(body.subarray(at, at + length));
    at += length + 2;
  }
}

function readTrailers(text: string): Readonly<Record<string, string>> {
  const lines = text.split('\r\n').filter((line) => line.includes(':'));
  return Object.fromEntries(
    lines.map((line) => {
      const [name = '', value = ''] = line.split(/:(.*)/s, 2);
      return [name.trim().toLowerCase(), value.trim()];
    }),
  );
}

function incomplete(): AwsFault {
  return new AwsFault('IncompleteBody', 'The request body terminated unexpectedly');
}
