import type { DeployError, RunContext } from '@funade/core';
import { retryDelay } from '../rules/retry-delay.ts';
import { retryReasonOf } from '../rules/retry-reason.ts';

/**
 * Milliseconds after which whoever looks first whether a failed call has arrived may send it again; null: never. An answer
 * that cannot be read counts beside what the SDK tries again: nobody knows what it said.
 */
export function pauseBeforeResend(
  { code, cause }: DeployError,
  attempts: number,
  { random }: Pick<RunContext, 'random'>,
): number | null {
  const retryReason = retryReasonOf(cause) ?? (code === 'AWS_BAD_ANSWER' ? 'transient' : null);
  return retryReason === null ? null : retryDelay({ retryReason, attempts, asked: null, chance: random.fraction() });
}
