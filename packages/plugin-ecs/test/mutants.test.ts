import { expect, test } from 'vitest';
import { isCaught, mutantsOf, rulesSource } from './mutants.ts';

test('every change to the rules of equality is caught by a pair of definitions', async () => {
  const source = await rulesSource();
  expect(isCaught(source)).toBe(false);
  const mutants = mutantsOf(source);
  expect(mutants.length).toBeGreaterThan(100);
  expect(mutants.filter((mutant) => !isCaught(mutant.source)).map(({ what }) => what)).toEqual([]);
});
