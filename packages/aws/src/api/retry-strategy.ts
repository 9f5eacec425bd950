import { type DeployError, isDeployError, type RunContext } from '@funade/core';
import type { RetryErrorInfo, RetryStrategyV2, RetryToken } from '@smithy/types';
import { retryAfter } from '../rules/retry-after.ts';
import { maxAttempts, type RetryReason, retryDelay } from '../rules/retry-delay.ts';
import { codeOf } from '../rules/retry-reason.ts';

/** Has a session renewed after a call that was refused because it had ended. */
export interface Renewal {
  /** What signs the next attempt. */
  begin(): object;
  /** Whether other credentials are there than those of `begin`. Throws why there are none. */
  renewed(since: object): Promise<boolean>;
}

/** An attempt's number, and what it was signed with; whether the session was renewed for this call. */
interface Token extends RetryToken {
  readonly signedWith: object | null;
  readonly renewed: boolean;
}

/**
 * The SDK's `standard` retry mode as far as it decides what is tried again; but it waits on the context's clock, has the
 * attempts that ECS's rate limits ask for, and no bucket of retries that many services of one deploy would empty.
 */
export function createRetryStrategy(
  { clock, random, signal }: Pick<RunContext, 'clock' | 'random' | 'signal'>,
  { most = maxAttempts, renewal = null }: { readonly most?: number; readonly renewal?: Renewal | null } = {},
): RetryStrategyV2 {
  const tokenOf = (count: number, renewed: boolean): Token => ({
    getRetryCount: () => count,
    getRetryDelay: () => 0,
    signedWith: renewal?.begin() ?? null,
    renewed,
  });
  return {
    acquireInitialRetryToken: async () => tokenOf(0, false),
    async refreshRetryTokenForRetry(token, info) {
      const attempts = token.getRetryCount() + 1;
      const { renewed, signedWith } = token as Token;
      if (codeOf(info.error) === 'ExpiredToken' && renewal !== null && signedWith !== null) {
        if (!renewed && (await renewedFor(info.error, () => renewal.renewed(signedWith))))
          return tokenOf(attempts, true);
        if (renewed) note(info.error, 'renewed');
      }
      const retryReason = retryReasonIn(info, attempts);
      const asked = retryAfter(headersOf(info.error)['retry-after'], clock.now());
      const delay =
        retryReason === null ? null : retryDelay({ retryReason, attempts, asked, chance: random.fraction(), most });
      // The SDK throws the error of the call itself, never this one.
      if (delay === null) throw new Error('no further attempt');
      await clock.sleep(delay, { signal });
      return tokenOf(attempts, renewed);
    },
    recordSuccess() {},
  };
}

async function renewedFor(error: unknown, renew: () => Promise<boolean>): Promise<boolean> {
  try {
    return await renew();
  } catch (failure) {
    if (isDeployError(failure)) note(error, failure);
    return false;
  }
}

/** How often STS is asked again when it says that it cannot verify a token: that is often so for a moment only. */
const unverified = 3;

function retryReasonIn({ errorType, error }: RetryErrorInfo, attempts: number): RetryReason | null {
  const code = codeOf(error);
  if (code === 'InvalidIdentityToken') return attempts < unverified ? 'transient' : null;
  if (code === 'LimitExceeded') return null;
  if (errorType === 'THROTTLING') return 'throttled';
  return errorType === 'TRANSIENT' ? 'transient' : null;
}

/** Where an error of a call keeps what became of the renewal that it led to: the SDK throws no other error. */
const renewalEnd = Symbol('renewal');

/** `renewed`: AWS takes what was had anew for expired too. An error: nothing could be had. Null: nothing was tried. */
export function renewalAfter(error: unknown): 'renewed' | DeployError | null {
  const { [renewalEnd]: end = null } = (error ?? {}) as { readonly [renewalEnd]?: 'renewed' | DeployError };
  return end;
}

function note(error: unknown, end: 'renewed' | DeployError): void {
  if (error instanceof Error) Object.defineProperty(error, renewalEnd, { value: end });
}

/** Headers of the answer that an error came with, as the SDK's handler writes them: in lower case. */
function headersOf(error: unknown): Readonly<Record<string, string | undefined>> {
  const { $response } = (error ?? {}) as { readonly $response?: { readonly headers?: Record<string, string> } };
  return $response?.headers ?? {};
}
