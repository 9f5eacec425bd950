import { setTimeout } from 'node:timers/promises';

/** What the clock on the wall says, milliseconds since the epoch: AWS clients sign by it, whatever the sandbox's time. */
export function wallNow(): number {
  return Date.now();
}

/** Wall time, shortly, for whoever must let the process go on. */
export function wallTime(ms: number): Promise<void> {
  return setTimeout(ms);
}
