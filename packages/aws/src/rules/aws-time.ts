/** Milliseconds that a time may be off before AWS refuses a signature, less one minute. */
const tolerated = 4 * 60_000;
/** An answer that took longer than this, in milliseconds, tells no time. */
const longest = 15 * 60_000;

/** AWS's time as an answer tells it, in milliseconds since the epoch; null: it does not, or too late, or it comes from a cache. */
export function awsTimeIn(headers: Readonly<Record<string, string>>, took: number): number | null {
  const { date, age } = headers;
  if (date === undefined || age !== undefined || took > longest) return null;
  const time = Date.parse(date);
  return Number.isNaN(time) ? null : time;
}

/** Whether a signature was made at a time that AWS refuses: AWS's was taken to be `used` ahead, and is `ahead`. */
export function isFarOff(used: number, ahead: number): boolean {
  return Math.abs(ahead - used) >= tolerated;
}
