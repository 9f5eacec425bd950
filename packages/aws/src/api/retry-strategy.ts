import type { World } from '@funade/core';
import type { RetryErrorInfo, RetryStrategyV2, RetryToken } from '@smithy/types';
import { retryAfter } from '../rules/retry-after.ts';
import { maxAttempts, retryDelay, type Trouble } from '../rules/retry-delay.ts';
import { codeOf } from '../rules/trouble-of.ts';

/**
 * The SDK's `standard` retry mode as far as it decides what is tried again; but it waits on the world's clock, has the
 * attempts that ECS's rate limits ask for, and no bucket of retries that many services of one deploy would empty.
 */
export function createRetryStrategy(
  { clock, random, signal }: Pick<World, 'clock' | 'random' | 'signal'>,
  most: number = maxAttempts,
): RetryStrategyV2 {
  return {
    acquireInitialRetryToken: async () => tokenOf(0),
    async refreshRetryTokenForRetry(token, info) {
      const attempts = token.getRetryCount() + 1;
      const trouble = troubleIn(info, attempts);
      const asked = retryAfter(headersOf(info.error)['retry-after'], clock.now());
      const delay = trouble === null ? null : retryDelay({ trouble, attempts, asked, chance: random.fraction(), most });
      // The SDK throws the error of the call itself, never this one.
      if (delay === null) throw new Error('no further attempt');
      await clock.sleep(delay, { signal });
      return tokenOf(attempts);
    },
    recordSuccess() {},
  };
}

/** How often STS is asked again when it says that it can't verify a token: that is often so for a moment only. */
const unverified = 3;

function troubleIn({ errorType, error }: RetryErrorInfo, attempts: number): Trouble | null {
  const code = codeOf(error);
  if (code === 'InvalidIdentityToken') return attempts < unverified ? 'passing' : null;
  if (code === 'LimitExceeded') return null;
  if (errorType === 'THROTTLING') return 'throttled';
  return errorType === 'TRANSIENT' ? 'passing' : null;
}

function tokenOf(count: number): RetryToken {
  return { getRetryCount: () => count, getRetryDelay: () => 0 };
}

/** Headers of the answer that an error came with, as the SDK's handler writes them: in lower case. */
function headersOf(error: unknown): Readonly<Record<string, string | undefined>> {
  const { $response } = (error ?? {}) as { readonly $response?: { readonly headers?: Record<string, string> } };
  return $response?.headers ?? {};
}
