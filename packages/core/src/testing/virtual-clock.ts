import type { Clock } from '../model/clock.ts';

/** A clock whose time moves by itself as soon as everybody sleeps, or by hand. */
export interface VirtualClock extends Clock {
  /** Moves the time by `ms`, waking sleepers in the order they wake; resolves when what they did has settled. */
  advance(ms: number): Promise<void>;
  /** Sets `now` forward or back by `ms`, as somebody who sets the machine's clock does; sleepers don't notice. */
  jump(ms: number): void;
}

export interface VirtualClockOptions {
  /** Milliseconds since the epoch. Default 0. */
  readonly start?: number;
  /** Whether time jumps to the earliest sleeper once the event loop has gone quiet. Default true. */
  readonly auto?: boolean;
}

/** A clock for tests that wait for nothing outside the process. */
export function createVirtualClock({ start = 0, auto = true }: VirtualClockOptions = {}): VirtualClock {
  let now = 0;
  let offset = start;
  let activity = 0;
  let count = 0;
  const sleepers = new Map<number, Sleeper>();

  const wakeNext = (until: number, limits: boolean): boolean => {
    let first: Sleeper | null = null;
    for (const sleeper of sleepers.values()) {
      if (sleeper.limit && !limits) continue;
      if (sleeper.at < (first?.at ?? Number.POSITIVE_INFINITY)) first = sleeper;
    }
    if (first === null || first.at > until) return false;
    now = Math.max(now, first.at);
    first.wake();
    return true;
  };
  const jumpWhenQuiet = async (): Promise<void> => {
    const seen = ++activity;
    await quiet();
    if (seen === activity && wakeNext(Number.POSITIVE_INFINITY, false) && sleepers.size > 0) void jumpWhenQuiet();
  };

  return {
    now: () => offset + now,
    monotonic: () => now,
    sleep: (ms, { signal, limit = false } = {}) =>
      new Promise<void>((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const id = count++;
        const onAbort = (): void => {
          sleepers.delete(id);
          reject(signal?.reason);
        };
        const wake = (): void => {
          sleepers.delete(id);
          signal?.removeEventListener('abort', onAbort);
          resolve();
        };
        sleepers.set(id, { at: now + Math.max(0, ms), wake, limit });
        signal?.addEventListener('abort', onAbort, { once: true });
        if (auto) void jumpWhenQuiet();
      }),
    async advance(ms) {
      const until = now + ms;
      await quiet();
      while (wakeNext(until, true)) await quiet();
      now = until;
    },
    jump(ms) {
      offset += ms;
    },
  };
}

interface Sleeper {
  readonly at: number;
  readonly limit: boolean;
  readonly wake: () => void;
}

/** Resolves once every promise that could go on has gone on. */
function quiet(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
