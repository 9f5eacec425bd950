import { expect, test } from 'vitest';
import { createSeededRandom } from '../testing/seeded-random.ts';
import { createRandom, type Random, systemRandom } from './random.ts';

const draws = (random: Random) => [random.fraction(), random.hex(4), random.uuid()];

test('a seed decides every draw', () => {
  expect(draws(createSeededRandom(7))).toEqual(draws(createSeededRandom(7)));
  expect(draws(createSeededRandom(7))).not.toEqual(draws(createSeededRandom(8)));
  const random = createSeededRandom(7);
  expect(draws(random)).not.toEqual(draws(random));
});

test.each([
  [0, 0, '00000000', '00000000-0000-4000-8000-000000000000'],
  [255, 1 - 2 ** -48, 'ffffffff', 'ffffffff-ffff-4fff-bfff-ffffffffffff'],
] as const)('bytes of %d give fraction %d', (byte, ...expected) => {
  expect(draws(createRandom((count) => new Uint8Array(count).fill(byte)))).toEqual(expected);
});

test.each([
  ['the system', systemRandom],
  ['a seed', createSeededRandom(3)],
])('fractions of %s are spread over all of 0 to 1', (_, random) => {
  const tenths = new Set(Array.from({ length: 500 }, () => Math.floor(random.fraction() * 10)));
  expect([...tenths].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});
