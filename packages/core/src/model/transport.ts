/** One request, on its way out. */
export interface TransportRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** More than a text and bytes: a stream of Node's. */
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array>;
  /** Gives it up, the body of its answer too. */
  readonly signal: AbortSignal;
}

/** An answer, by its names of headers in lower case. Its body is still to be read, or else destroyed. */
export interface TransportAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A stream of Node's, by the part of its type that a reader without Node's types has, too. */
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * What answers requests in place of the network: a far end in the same process, for simulations that run thousands of deploys.
 * Limits, redirects, retries and all that stands above a connection stay as they are. Rejects as Node's client does.
 */
export type Transport = (request: TransportRequest) => Promise<TransportAnswer>;
