import type { Random } from '../model/random.ts';

/** An id for a run: sorts by time, and fits AWS session names and file names: `20261123-101112-9f3c2a`. */
export function createRunId(now: number, random: Random): string {
  const time = new Date(now).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return `${time}-${random.hex(3)}`;
}
