import { milliseconds, type OwnedClock, type Span } from './clock.ts';
import { wallTime } from './wall-time.ts';

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
  timer: NodeJS.Timeout | null;
}

/** Time that runs with the wall clock, `speed` times as fast. */
export class RealClock implements OwnedClock {
  autoAdvance = false;
  #speed: number;
  #base = Date.now();
  #since = performance.now();
  readonly #sleepers = new Set<Sleeper>();
  readonly #listeners: ((now: number) => void)[] = [];

  constructor(speed: number) {
    this.#speed = checked(speed);
  }

  get speed(): number {
    return this.#speed;
  }

  set speed(speed: number) {
    this.#base = this.now();
    this.#since = performance.now();
    this.#speed = checked(speed);
    this.#rearm();
  }

  now(): number {
    return Math.floor(this.#base + (performance.now() - this.#since) * this.#speed);
  }

  monotonic(): number {
    return this.now();
  }

  sleep(
    ms: number,
    { signal, limit = false }: { readonly signal?: AbortSignal; readonly limit?: boolean } = {},
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const end = (): void => {
        if (sleeper.timer !== null) clearTimeout(sleeper.timer);
        this.#sleepers.delete(sleeper);
        signal?.removeEventListener('abort', onAbort);
      };
      const onAbort = (): void => {
        end();
        reject(signal?.reason);
      };
      const sleeper: Sleeper = {
        // What a limit is for goes on as fast as the machine does, however fast time runs here.
        at: this.now() + Math.max(0, ms) * (limit ? this.#speed : 1),
        timer: null,
        wake: () => {
          end();
          resolve();
        },
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#sleepers.add(sleeper);
      this.#arm(sleeper);
    });
  }

  async advance(by: Span): Promise<void> {
    this.#base += milliseconds(by);
    for (const listener of this.#listeners) listener(this.now());
    this.#rearm();
  }

  enter(): void {}

  leave(): void {}

  delay(ms: number): Promise<void> {
    return wallTime(ms);
  }

  onMove(listener: (now: number) => void): void {
    this.#listeners.push(listener);
  }

  close(): void {
    for (const sleeper of this.#sleepers) if (sleeper.timer !== null) clearTimeout(sleeper.timer);
    this.#sleepers.clear();
  }

  #rearm(): void {
    for (const sleeper of this.#sleepers) this.#arm(sleeper);
  }

  #arm(sleeper: Sleeper): void {
    if (sleeper.timer !== null) clearTimeout(sleeper.timer);
    const left = (sleeper.at - this.now()) / this.#speed;
    // Timers hold at most 2^31 - 1 ms; a longer one is looked at again on the way.
    sleeper.timer = setTimeout(
      () => (sleeper.at <= this.now() + 1 ? sleeper.wake() : this.#arm(sleeper)),
      Math.min(Math.max(0, left), 2 ** 31 - 1),
    );
  }
}

function checked(speed: number): number {
  if (!(speed > 0)) throw new RangeError(`speed must be greater than 0, not ${speed}`);
  return speed;
}
