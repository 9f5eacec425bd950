import type { DeploymentCircuitBreaker } from '@aws-sdk/client-ecs';
import type { Tolerance } from '../model/tolerance.ts';

const least = 3;
const most = 200;
const defaultPercent = 50;

/**
 * What ECS tolerates at a desired count: half of it, never less than 3 nor more than 200, unless the service says otherwise.
 * A service without a circuit breaker is held to what ECS would do by default.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 */
export function toleratedFailures(breaker: DeploymentCircuitBreaker | undefined, desired: number): Tolerance {
  const { type = 'BOUNDED_PERCENT', value = defaultPercent } = breaker?.thresholdConfiguration ?? {};
  const share = Math.ceil((value / 100) * desired);
  const failures =
    type === 'COUNT' ? value : type === 'UNBOUNDED_PERCENT' ? share : Math.min(most, Math.max(least, share));
  return { failures, resets: breaker?.resetOnHealthyTask ?? true };
}
