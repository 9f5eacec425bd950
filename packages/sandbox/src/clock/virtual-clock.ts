import { setImmediate as nextTurn } from 'node:timers/promises';
import { milliseconds, type OwnedClock, type Span } from './clock.ts';
import { wallTime } from './wall-time.ts';

/** Event-loop turns without a sign of life after which nobody is taken to be working. */
const quietTurns = 24;
/** The same where nothing comes in from outside of the process, and so nothing is on its way unseen. */
const quietTurnsAlone = 6;
/**
 * Rounds of two milliseconds without a sign of life before time jumps to a limit: the work that it is for may be on its way
 * between two sockets, where nobody sees it.
 */
const limitRounds = 100;
/** Resources of the process that mean work is under way although no request is here yet. */
const working = /^(FSReq|CloseReq|GetAddrInfoReq|TCPConnect|PipeConnect)/;

interface Sleeper {
  readonly at: number;
  readonly limit: boolean;
  readonly wake: () => void;
}

/**
 * Time that stands still while anybody works and jumps to the earliest sleeper when nobody does: no request is in
 * flight, no child process runs that was not there at the start, and the event loop has turned idle for a while.
 */
export class VirtualClock implements OwnedClock {
  autoAdvance = true;
  #now: number;
  #inFlight = 0;
  #activity = 0;
  #sleepers: Sleeper[] = [];
  #pumping = false;
  #closed = false;
  readonly #childrenAtStart = childProcesses();
  readonly #listeners: ((now: number) => void)[] = [];
  readonly #alone: boolean;

  /** `alone`: whether everybody who sleeps here, or is waited for, is in this process. */
  constructor(start: number, { alone = false }: { readonly alone?: boolean } = {}) {
    this.#now = start;
    this.#alone = alone;
  }

  get speed(): number {
    return 0;
  }

  set speed(_: number) {
    throw new TypeError('a virtual clock has no speed: start the sandbox with clock "real"');
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  sleep(
    ms: number,
    { signal, limit = false }: { readonly signal?: AbortSignal; readonly limit?: boolean } = {},
  ): Promise<void> {
    this.#activity++;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const sleeper: Sleeper = {
        at: this.#now + Math.max(0, ms),
        limit,
        wake: () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      const onAbort = (): void => {
        this.#activity++;
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#sleepers.push(sleeper);
      void this.#pump();
    });
  }

  async advance(by: Span): Promise<void> {
    const target = this.#now + milliseconds(by);
    const auto = this.autoAdvance;
    this.autoAdvance = false;
    await this.#settle();
    for (let due = this.#earliest(); due !== null && due <= target; due = this.#earliest()) {
      this.#moveTo(due);
      await this.#settle();
    }
    this.#moveTo(target);
    await this.#settle();
    this.autoAdvance = auto;
    void this.#pump();
  }

  enter(): void {
    this.#inFlight++;
    this.#activity++;
  }

  leave(): void {
    this.#inFlight--;
    this.#activity++;
  }

  async delay(ms: number): Promise<void> {
    this.leave();
    await this.sleep(ms);
    this.enter();
  }

  onMove(listener: (now: number) => void): void {
    this.#listeners.push(listener);
  }

  close(): void {
    this.#closed = true;
    this.#sleepers = [];
  }

  async #pump(): Promise<void> {
    if (this.#pumping) return;
    this.#pumping = true;
    while (!this.#closed && this.autoAdvance && this.#sleepers.length > 0) {
      await this.#settle();
      const due = this.#earliest();
      if (due === null || !this.autoAdvance || this.#closed) continue;
      if (!this.#alone && this.#isLimit(due) && !(await this.#staysQuiet())) continue;
      if (this.autoAdvance && !this.#closed) this.#moveTo(due);
    }
    this.#pumping = false;
  }

  #isLimit(due: number): boolean {
    return this.#sleepers.every(({ at, limit }) => at !== due || limit);
  }

  /** Whether nothing at all happens for a while of the wall clock. */
  async #staysQuiet(): Promise<boolean> {
    const seen = this.#activity;
    for (let round = 0; round < limitRounds && !this.#closed; round++) {
      await wallTime(2);
      if (this.#activity !== seen || this.#inFlight > 0 || this.#isWorking()) return false;
    }
    return !this.#closed;
  }

  /** Until nobody works. */
  async #settle(): Promise<void> {
    let seen = this.#activity;
    const enough = this.#alone ? quietTurnsAlone : quietTurns;
    for (let quiet = 0, turns = 0; quiet < enough && !this.#closed; turns++) {
      // A long wait for a child process or a slow disk must not cost a whole processor.
      await (turns < 500 ? nextTurn() : wallTime(2));
      const idle = this.#inFlight === 0 && this.#activity === seen && !this.#isWorking();
      quiet = idle ? quiet + 1 : 0;
      seen = this.#activity;
    }
  }

  #isWorking(): boolean {
    const active = process.getActiveResourcesInfo();
    return active.some((name) => working.test(name)) || childProcesses(active) > this.#childrenAtStart;
  }

  #earliest(): number | null {
    return this.#sleepers.length === 0 ? null : Math.min(...this.#sleepers.map((sleeper) => sleeper.at));
  }

  #moveTo(time: number): void {
    this.#now = Math.max(this.#now, time);
    for (const listener of this.#listeners) listener(this.#now);
    const due = this.#sleepers.filter((sleeper) => sleeper.at <= this.#now);
    this.#sleepers = this.#sleepers.filter((sleeper) => sleeper.at > this.#now);
    for (const sleeper of due) sleeper.wake();
  }
}

function childProcesses(active: readonly string[] = process.getActiveResourcesInfo()): number {
  return active.filter((name) => name === 'ProcessWrap').length;
}
