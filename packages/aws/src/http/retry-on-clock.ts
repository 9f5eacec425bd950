import type { RunContext } from '@funade/core';
import { retryDelay } from '../rules/retry-delay.ts';
import { retryReasonOf } from '../rules/retry-reason.ts';

/** Calls until it succeeds, fails for good, or has failed as often as an SDK call may. Waits on the context's clock. */
export async function retryOnClock<T>(
  { clock, random, signal }: Pick<RunContext, 'clock' | 'random' | 'signal'>,
  call: () => Promise<T>,
): Promise<T> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await call();
    } catch (error) {
      const retryReason = retryReasonOf(error);
      if (retryReason === null) throw error;
      const delay = retryDelay({ retryReason, attempts, asked: null, chance: random.fraction() });
      if (delay === null) throw error;
      await clock.sleep(delay, { signal });
    }
  }
}
