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
  const begun = clock.monotonic();
  let moved = begun;
  const watch = async (): Promise<void> => {
    // A move costs nothing but a look at the clock; who sleeps sees afterwards how much is left.
    for (;;) {
      const now = clock.monotonic();
      const left = { total: begun + total - now, idle: moved + idle - now };
      if (left.total <= 0) return over.abort(new TimeLimitError(`${host} took more than ${total / 1000} s`));
      if (left.idle <= 0) return over.abort(new TimeLimitError(`${host} sent nothing for ${idle / 1000} s`));
      await clock.sleep(Math.min(left.total, left.idle), { signal: stopped.signal, limit: true });
    }
  };
  watch().catch(() => {});
  return {
    signal: over.signal,
    moved() {
      moved = clock.monotonic();
    },
    stop() {
      // A reason of its own: the default one is an error with a stack, which nobody reads.
      stopped.abort(ended);
    },
  };
}

const ended = 'ended';
