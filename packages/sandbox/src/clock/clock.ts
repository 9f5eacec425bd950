/** A span of time; the parts are added up. */
export interface Span {
  readonly milliseconds?: number;
  readonly seconds?: number;
  readonly minutes?: number;
  readonly hours?: number;
}

/** The one clock of a sandbox. Structurally what the engine under test takes as its clock. */
export interface SandboxClock {
  /** Milliseconds since the epoch, on the sandbox's time. */
  now(): number;
  /** Milliseconds since some moment, on the sandbox's time. */
  monotonic(): number;
  /** Resolves `ms` milliseconds of the sandbox's time later; rejects with the signal's reason when it aborts first. */
  /** `limit`: for work that is under way and nearly always over before; time jumps there only when nothing has moved for long. */
  sleep(ms: number, options?: { readonly signal?: AbortSignal; readonly limit?: boolean }): Promise<void>;
  /** Moves the time forward; whoever sleeps wakes at its own time on the way. */
  advance(by: Span): Promise<void>;
  /** How many seconds of the sandbox pass in one on the wall. Only a real clock has a speed; a virtual one says 0. */
  speed: number;
  /** Virtual only: whether time jumps by itself to the next sleeper when everything is quiet. Default true. */
  autoAdvance: boolean;
}

/** A clock as the sandbox itself holds it. */
export interface OwnedClock extends SandboxClock {
  /** Time does not jump between `enter` and `leave`: a request is being worked on. */
  enter(): void;
  leave(): void;
  /** Waits inside a request: wall time on a real clock, virtual time (which may then jump) on a virtual one. */
  delay(ms: number): Promise<void>;
  /** Called with the new time whenever a virtual clock or `advance` moved it. */
  onMove(listener: (now: number) => void): void;
  /** Ends everything that waits: sleepers are left unresolved, timers are cleared. */
  close(): void;
}

export function milliseconds(span: Span): number {
  const { milliseconds: ms = 0, seconds = 0, minutes = 0, hours = 0 } = span;
  return ms + 1000 * (seconds + 60 * (minutes + 60 * hours));
}
