/** Milliseconds between two looks at a log: CloudWatch Logs takes five FilterLogEvents calls a second from an account. */
export const pauseBetweenLooks = 2_000;

/** Milliseconds before the newest line from which every look reads again: lines of several tasks do not arrive in the order of time. */
const overlap = 30_000;

/** One look in so many goes back further, for what arrives late. */
const deepEvery = 15;

/** How far that one goes back. */
const deepOverlap = 300_000;

/** Milliseconds that a log may have been silent before its newest line no longer decides where a look begins. */
const longestSilence = 900_000;

/** What decides where a look begins. */
export interface LookAt {
  /** Where the whole reading began. */
  readonly since: number;
  /** Time of the newest line so far; null before the first. */
  readonly newest: number | null;
  readonly now: number;
  /** Number of the look, from 0. */
  readonly look: number;
}

/** From when a look reads. By the lines' own times, so that a clock that is set wrong here loses none. */
export function lookFrom({ since, newest, now, look }: LookAt): number {
  if (newest === null) return since;
  const back = look % deepEvery === deepEvery - 1 ? deepOverlap : overlap;
  return Math.max(since, Math.max(newest, now - longestSilence) - back);
}

/** Before when the ids of lines that were told need not be known any more. */
export function forgetBefore({ newest, now }: Pick<LookAt, 'newest' | 'now'>): number {
  return Math.max(newest ?? 0, now - longestSilence) - 2 * deepOverlap;
}
