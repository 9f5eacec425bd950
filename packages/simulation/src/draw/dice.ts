/** Draws of one seed: the same seed draws the same. */
export interface Dice {
  /** From 0 up to, and without, 1. */
  fraction(): number;
  /** Whether something comes about that does so in this share of all cases. */
  chance(share: number): boolean;
  /** A whole number of this range, both ends included. */
  int(least: number, most: number): number;
  /** One of these. */
  pick<T>(values: readonly [T, ...T[]] | readonly T[]): T;
  /** One of these by name, as often as its weight says. */
  weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name;
}

/** Mulberry32: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
export function createDice(seed: number): Dice {
  // Seeds that follow each other are far apart.
  let state = Math.imul(seed + 1, 0x9e3779b1) | 0;
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    fraction,
    chance: (share) => fraction() < share,
    int: (least, most) => least + Math.floor(fraction() * (most - least + 1)),
    pick(values) {
      if (values.length === 0) throw new TypeError('there is nothing to pick from');
      return values[Math.floor(fraction() * values.length)] as (typeof values)[number];
    },
    weighted(weights) {
      const names = Object.keys(weights) as (keyof typeof weights)[];
      let left = fraction() * names.reduce((sum, name) => sum + weights[name], 0);
      for (const name of names) {
        left -= weights[name];
        if (left < 0) return name;
      }
      throw new TypeError('the weights are all zero');
    },
  };
}
