import type { DeploymentCircuitBreaker } from '@aws-sdk/client-ecs';
import { expect, test } from 'vitest';
import { toleratedFailures } from './tolerated-failures.ts';

const breaker: DeploymentCircuitBreaker = { enable: true, rollback: true };
const of = (type: 'COUNT' | 'BOUNDED_PERCENT' | 'UNBOUNDED_PERCENT', value: number): DeploymentCircuitBreaker => ({
  ...breaker,
  thresholdConfiguration: { type, value },
});

/** The figures are those of AWS's page on the deployment circuit breaker. */
test.each<[string, DeploymentCircuitBreaker | undefined, number, number]>([
  ['nothing is said: half of 1 is held at 3', undefined, 1, 3],
  ['half of 25 is rounded up', breaker, 25, 13],
  ['half of 50', breaker, 50, 25],
  ['half of 400', breaker, 400, 200],
  ['half of 800 is held at 200', breaker, 800, 200],
  ['nothing is desired', breaker, 0, 3],
  ['another percentage', of('BOUNDED_PERCENT', 10), 50, 5],
  ['a percentage without bounds', of('UNBOUNDED_PERCENT', 100), 800, 800],
  ['a percentage without bounds, of few', of('UNBOUNDED_PERCENT', 10), 10, 1],
  ['a count', of('COUNT', 7), 50, 7],
])('%s', (_, written, ...[desired, failures]) => {
  expect(toleratedFailures(written, desired)).toEqual({ failures, resets: true });
});

test('a service may count failures over healthy tasks', () => {
  expect(toleratedFailures({ ...breaker, resetOnHealthyTask: false }, 2)).toEqual({ failures: 3, resets: false });
});
