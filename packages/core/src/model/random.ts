import { randomBytes } from 'node:crypto';

/** Chance as a value: whatever draws lots does it through this, so that a seed can decide. */
export interface Random {
  /** From 0 up to, and without, 1. */
  fraction(): number;
  /** So many random bytes as hexadecimal digits. */
  hex(bytes: number): string;
  /** A UUID of version 4. */
  uuid(): string;
}

/** Draws from a source of random bytes. */
export function createRandom(draw: (count: number) => Uint8Array): Random {
  return {
    fraction: () => draw(6).reduce((sum, byte) => sum * 256 + byte, 0) / 2 ** 48,
    hex: (bytes) => hexOf(draw(bytes)),
    uuid() {
      const bytes = draw(16);
      bytes[6] = (Number(bytes[6]) & 0x0f) | 0x40;
      bytes[8] = (Number(bytes[8]) & 0x3f) | 0x80;
      return hexOf(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    },
  };
}

/** Chance that nobody can foresee. */
export const systemRandom: Random = createRandom(randomBytes);

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
