import { booleanIn, numberIn, objectIn, textIn } from '../../../model/input.ts';
import type { WireObject } from '../../../model/service.ts';

export interface CircuitBreaker {
  readonly enable: boolean;
  readonly rollback: boolean;
  readonly resetOnHealthyTask: boolean;
  readonly type: 'COUNT' | 'BOUNDED_PERCENT' | 'UNBOUNDED_PERCENT';
  readonly value: number;
}

/** Reads the breaker of a deployment configuration, defaults filled in. */
export function circuitBreakerOf(configuration: WireObject): CircuitBreaker {
  const written = objectIn(configuration, 'deploymentCircuitBreaker') ?? {};
  const threshold = objectIn(written, 'thresholdConfiguration') ?? {};
  const type = textIn(threshold, 'type');
  return {
    enable: booleanIn(written, 'enable') ?? false,
    rollback: booleanIn(written, 'rollback') ?? false,
    resetOnHealthyTask: booleanIn(written, 'resetOnHealthyTask') ?? true,
    type: type === 'COUNT' || type === 'UNBOUNDED_PERCENT' ? type : 'BOUNDED_PERCENT',
    value: numberIn(threshold, 'value') ?? 50,
  };
}

/**
 * The number of failed tasks at which a deployment fails: a share of the latest desired count, 50 % unless configured,
 * held between 3 and 200 unless the type says otherwise.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 */
export function breakerThreshold(breaker: CircuitBreaker, desiredCount: number): number {
  if (breaker.type === 'COUNT') return breaker.value;
  const share = Math.ceil((breaker.value / 100) * desiredCount);
  if (breaker.type === 'UNBOUNDED_PERCENT') return Math.max(1, share);
  return Math.min(200, Math.max(3, share));
}
