import { expect, test } from 'vitest';
import { createRunId } from './run-id.ts';

test('a run id says when, sorts by time and differs', () => {
  const now = Date.UTC(2026, 10, 23, 10, 11, 12, 345);
  expect(createRunId(now)).toMatch(/^20261123-101112-[0-9a-f]{6}$/);
  expect(createRunId(now)).not.toBe(createRunId(now));
  expect(createRunId(now) < createRunId(now + 1000)).toBe(true);
});
