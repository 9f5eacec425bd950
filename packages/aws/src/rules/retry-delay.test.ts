import { expect, test } from 'vitest';
import { maxAttempts, type RetryReason, retryDelay } from './retry-delay.ts';

const delays = (retryReason: RetryReason, chance: number) =>
  Array.from({ length: maxAttempts }, (_, index) =>
    retryDelay({ retryReason, attempts: index + 1, asked: null, chance }),
  );

test('delays of a throttled call double from a second up to twenty', () => {
  expect(delays('throttled', 1)).toEqual([1000, 2000, 4000, 8000, 16_000, 20_000, 20_000, null]);
});

test('delays after a transient error double from a tenth of a second', () => {
  expect(delays('transient', 1)).toEqual([100, 200, 400, 800, 1600, 3200, 6400, null]);
});

test('chance takes away at most half', () => {
  expect(delays('transient', 0)).toEqual([50, 100, 200, 400, 800, 1600, 3200, null]);
});

test.each([
  ['less than ours', 10, 1000],
  ['more than ours', 5000, 5000],
  ['more than is bearable', 600_000, 20_000],
  ['a time that has passed', -50, 1000],
])('what the service asks for is kept to: %s', (_, asked, delay) => {
  expect(retryDelay({ retryReason: 'throttled', attempts: 1, asked, chance: 1 })).toBe(delay);
});

test('a caller that asks again anyway has fewer attempts', () => {
  const failed = { retryReason: 'transient', asked: null, chance: 1, most: 2 } as const;
  expect(retryDelay({ ...failed, attempts: 1 })).toBe(100);
  expect(retryDelay({ ...failed, attempts: 2 })).toBeNull();
});
