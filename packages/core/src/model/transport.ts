import type { Readable } from 'node:stream';

/** One request, on its way out. */
export interface TransportRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | Readable;
  /** Gives it up, the body of its answer too. */
  readonly signal: AbortSignal;
}

/** An answer, by its names of headers in lower case. Its body is still to be read, or else destroyed. */
export interface TransportAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
}

/**
 * What answers requests in place of the network: a far end in the same process, for simulations that run thousands of deploys.
 * Limits, redirects, retries and all that stands above a connection stay as they are. Rejects as Node's client does.
 */
export type Transport = (request: TransportRequest) => Promise<TransportAnswer>;
