import { createRandom, type Random } from '../model/random.ts';

/** The same draws for the same seed. For tests: whoever knows the seed knows every draw. */
export function createSeededRandom(seed = 1): Random {
  let state = seed >>> 0;
  return createRandom((count) =>
    Uint8Array.from({ length: count }, () => {
      // Mulberry32, of which each byte takes the upper bits.
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return (mixed ^ (mixed >>> 14)) >>> 24;
    }),
  );
}
