/** Why a call is tried again: the service throttled it, or the error is transient. */
export type RetryReason = 'throttled' | 'transient';

export interface FailedAttempt {
  readonly retryReason: RetryReason;
  /** How many attempts have failed so far; 1 after the first. */
  readonly attempts: number;
  /** How long the service asked to wait, in milliseconds; null when it did not say. */
  readonly asked: number | null;
  /** From 0 to 1, so that clients which failed together do not come back together. */
  readonly chance: number;
  /** Attempts of the call. Default 8. */
  readonly most?: number;
}

/**
 * Attempts of one call. ECS refills its buckets at 1 (RegisterTaskDefinition) to 20 calls a second, so a burst of other
 * callers is over within the half to one minute that eight attempts last when throttled.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/request-throttling.html
 */
export const maxAttempts = 8;

/** Milliseconds to wait before the next attempt: doubles from 1 s (throttled) or 100 ms, at most 20 s; null: give up. */
export function retryDelay({ retryReason, attempts, asked, chance, most = maxAttempts }: FailedAttempt): number | null {
  if (attempts >= most) return null;
  const first = retryReason === 'throttled' ? 1000 : 100;
  const delay = Math.min(longest, first * 2 ** (attempts - 1)) * (0.5 + chance / 2);
  return Math.max(delay, Math.min(asked ?? 0, longest));
}

const longest = 20_000;
