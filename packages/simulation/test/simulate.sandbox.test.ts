import { expect, test } from 'vitest';
import { simulate } from '../src/index.ts';

test.each([1, 2, 3, 4, 6])('seed %i: everything holds that must', async (seed) => {
  const { broken, trace } = await simulate(seed);
  expect(broken).toEqual([]);
  expect(trace).toMatch(/^[0-9a-f]{64}$/);
});
