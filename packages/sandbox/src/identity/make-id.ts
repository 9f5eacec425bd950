import { createHash } from 'node:crypto';
import type { Random } from '../model/random.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A unique id as IAM makes them (`AKIA…`, `AROA…`), always the same for the same words. */
export function makeId(prefix: string, ...words: readonly string[]): string {
  return prefix + letters(createHash('sha256').update(words.join('\n')).digest());
}

/** A unique id that is never the same. */
export function randomId(prefix: string, random: Random): string {
  return prefix + letters(random.bytes(16));
}

function letters(bytes: Buffer): string {
  return [...bytes.subarray(0, 16)].map((byte) => alphabet[byte % 32]).join('');
}
