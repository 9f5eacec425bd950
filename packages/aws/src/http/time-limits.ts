import type { Clock } from '@funade/core';
import { TimeLimitError } from './network-errors.ts';

/** How long one exchange may take, in milliseconds. */
export interface TimeLimits {
  /** Without a byte in either direction. */
  readonly idle: number;
  /** From the first byte of the request to the last of the answer. */
  readonly total: number;
}

/** A running exchange, ended by `signal` when it takes too long. */
export interface Timekeeper {
  readonly signal: AbortSignal;
  /** Bytes have moved. */
  moved(): void;
  /** The exchange is over. */
  stop(): void;
}

/** Watches an exchange with `host` on the clock. */
export function keepTime(clock: Clock, host: string, { idle, total }: TimeLimits): Timekeeper {
  const over = new AbortController();
  const stopped = new AbortController();
  let lull = new AbortController();
  const after = (ms: number, signal: AbortSignal, text: string): void => {
    clock.sleep(ms, { signal, limit: true }).then(
      () => over.abort(new TimeLimitError(text)),
      () => {},
    );
  };
  const watchLull = (): void => after(idle, lull.signal, `${host} sent nothing for ${idle / 1000} s`);
  after(total, stopped.signal, `${host} took more than ${total / 1000} s`);
  watchLull();
  return {
    signal: over.signal,
    moved() {
      if (stopped.signal.aborted || over.signal.aborted) return;
      lull.abort();
      lull = new AbortController();
      watchLull();
    },
    stop() {
      stopped.abort();
      lull.abort();
    },
  };
}
