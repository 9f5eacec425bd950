import { expect, test } from 'vitest';
import { breakerThreshold, circuitBreakerOf } from './circuit-breaker.ts';

const breaker = (thresholdConfiguration?: { type: string; value: number }) =>
  circuitBreakerOf({ deploymentCircuitBreaker: { enable: true, rollback: true, thresholdConfiguration } });

test.each([
  { fact: 'half of 1 is held at 3', desired: 1, threshold: 3 },
  { fact: 'half of 25 is 13', desired: 25, threshold: 13 },
  { fact: 'half of 400 is 200', desired: 400, threshold: 200 },
  { fact: 'half of 800 is held at 200', desired: 800, threshold: 200 },
  { fact: 'nothing desired is held at 3', desired: 0, threshold: 3 },
  {
    fact: 'a bounded percentage is taken of the desired count',
    written: { type: 'BOUNDED_PERCENT', value: 10 },
    desired: 100,
    threshold: 10,
  },
  {
    fact: 'an unbounded percentage is not held below 200',
    written: { type: 'UNBOUNDED_PERCENT', value: 50 },
    desired: 800,
    threshold: 400,
  },
  {
    fact: 'an unbounded percentage is not held above 3',
    written: { type: 'UNBOUNDED_PERCENT', value: 50 },
    desired: 2,
    threshold: 1,
  },
  { fact: 'a count is taken as it is', written: { type: 'COUNT', value: 1 }, desired: 50, threshold: 1 },
])('$fact', ({ written, desired, threshold }) => {
  expect(breakerThreshold(breaker(written), desired)).toBe(threshold);
});

test('a configuration without a breaker has it off', () => {
  expect(circuitBreakerOf({})).toEqual({
    enable: false,
    rollback: false,
    resetOnHealthyTask: true,
    type: 'BOUNDED_PERCENT',
    value: 50,
  });
});
