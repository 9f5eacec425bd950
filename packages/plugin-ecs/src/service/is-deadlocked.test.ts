import { expect, test } from 'vitest';
import { isDeadlocked } from './is-deadlocked.ts';

test.each([
  [1, 50, 150, true],
  [1, 100, 150, true],
  [1, 0, 100, false],
  [1, 100, 200, false],
  [2, 50, 100, false],
  [2, 51, 149, true],
  [2, 50, 150, false],
  [4, 100, 125, false],
  [3, 100, 125, true],
  [0, 100, 100, false],
])('%d tasks within %d and %d percent are deadlocked: %s', (desiredCount, ...[minimum, maximum, deadlocked]) => {
  const input = { desiredCount, minimumHealthyPercent: minimum, maximumPercent: maximum };
  expect(isDeadlocked(input)).toBe(deadlocked);
});
