import { randomBytes } from 'node:crypto';

/** An id for a run: sorts by time, and fits AWS session names and file names: `20261123-101112-9f3c2a`. */
export function createRunId(now: number): string {
  const time = new Date(now).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return `${time}-${randomBytes(3).toString('hex')}`;
}
