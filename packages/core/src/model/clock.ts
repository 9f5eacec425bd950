/** Time as a value: whatever waits or reads the time does it through a clock, so that tests can move it. */
export interface Clock {
  /** Milliseconds since the epoch. May jump, also back, when somebody sets the machine's clock: for dates. */
  now(): number;
  /** Milliseconds since some moment, which only ever grow: for durations, deadlines and rates. */
  monotonic(): number;
  /** Resolves after `ms` milliseconds; rejects with the signal's reason when it aborts first. */
  sleep(ms: number, options?: SleepOptions): Promise<void>;
}

export interface SleepOptions {
  /** Ends the sleep early: it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /**
   * Whether this is a limit for work that is under way, which is nearly always over before. A clock for tests, whose time
   * jumps when nobody works, does not jump to a limit while that work may still come to an end.
   */
  readonly limit?: boolean;
}

/** The clock on the wall. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, { signal } = {}) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const onAbort = (): void => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      }, ms);
      signal?.addEventListener('abort', onAbort, { once: true });
    }),
};

/** The clock with a `now` that goes on from here, whatever the clock on the wall is set to. */
export function steadyClock(clock: Clock): Clock {
  const start = clock.now() - clock.monotonic();
  return {
    now: () => Math.round(start + clock.monotonic()),
    monotonic: () => clock.monotonic(),
    sleep: (ms, options) => clock.sleep(ms, options),
  };
}
