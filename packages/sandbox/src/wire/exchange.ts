import type { IncomingHttpHeaders } from 'node:http';
import type { Readable, Writable } from 'node:stream';

/** A request, as far as anybody looks at it: one that came over a socket, or in the process. */
export interface Incoming extends Readable {
  readonly method?: string | undefined;
  /** Path and query. */
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
  /** Whether all of its body has come. */
  readonly complete: boolean;
}

/** The answer to it. Destroyed before its end, the connection is cut. */
export interface Outgoing extends Writable {
  readonly req: Incoming;
  readonly headersSent: boolean;
  writeHead(status: number, headers: Readonly<Record<string, string>>): unknown;
}

/** Answers one request. */
export type RequestHandler = (request: Incoming, response: Outgoing) => Promise<void>;

/** The two ends of one exchange. */
export interface Ends {
  readonly request: Incoming;
  readonly response: Outgoing;
}
