import { expect, test } from 'vitest';
import { createSeededRandom } from '../testing/seeded-random.ts';
import { createRunId } from './run-id.ts';

test('a run id says when, sorts by time and differs', () => {
  const now = Date.UTC(2026, 10, 23, 10, 11, 12, 345);
  const random = createSeededRandom();
  expect(createRunId(now, random)).toMatch(/^20261123-101112-[0-9a-f]{6}$/);
  expect(createRunId(now, random)).not.toBe(createRunId(now, random));
  expect(createRunId(now, random) < createRunId(now + 1000, random)).toBe(true);
});
