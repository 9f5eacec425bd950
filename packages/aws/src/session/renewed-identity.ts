import type { Clock } from '@funade/core';
import { retryReasonOf } from '../rules/retry-reason.ts';
import type { Identity } from './identity.ts';

/** How long before its end an identity is renewed: longer than a call with all its retries lasts. */
const margin = 5 * 60_000;
/** How long after one renewal, or an attempt at it, there is no other. */
const pause = 60_000;

/** An identity that is renewed before it ends. */
export interface RenewedIdentity {
  /** What is held now. */
  readonly current: Identity;
  /** What to sign with: renewed first when its end is near. Callers at the same time share one renewal. */
  fresh(): Promise<Identity>;
  /**
   * For a call that AWS refused because what is held has ended, whatever its own time says. Renews it, unless that was done
   * within the last minute; whether there is another one now. Throws why there is none.
   */
  afterExpiry(refused: Identity): Promise<boolean>;
}

/**
 * Renews an identity by `open` on use, at most once a minute. A renewal that fails is no failure while what is held is
 * still valid; after one that cannot be repaired by trying again, there is no other.
 */
export function renewIdentity(
  first: Identity,
  { clock, open }: { readonly clock: Clock; open(): Promise<Identity> },
): RenewedIdentity {
  let current = first;
  let ends = endOf(first, clock);
  let pending: Promise<void> | null = null;
  let notBefore = Number.NEGATIVE_INFINITY;
  let failure: { readonly error: unknown } | null = null;
  let forcedAt = Number.NEGATIVE_INFINITY;

  const renew = async (): Promise<void> => {
    try {
      current = await open();
      ends = endOf(current, clock);
      failure = null;
      notBefore = clock.monotonic() + pause;
    } catch (error) {
      failure = { error };
      notBefore = isTransient(error) ? clock.monotonic() + pause : Number.POSITIVE_INFINITY;
    }
  };
  const share = (): Promise<void> => {
    pending ??= renew().finally(() => {
      pending = null;
    });
    return pending;
  };
  return {
    get current() {
      return current;
    },
    async afterExpiry(refused) {
      if (current !== refused) return !sameKeys(current, refused);
      if (pending !== null || clock.monotonic() >= forcedAt + pause) {
        forcedAt = clock.monotonic();
        await share();
      }
      if (failure !== null) throw failure.error;
      return !sameKeys(current, refused);
    },
    async fresh() {
      const now = clock.monotonic();
      if (ends <= now + margin && now >= notBefore) await share();
      else if (pending !== null) await pending;
      if (failure !== null && ends <= clock.monotonic()) throw failure.error;
      return current;
    },
  };
}

/** When an identity that was opened just now ends, on the monotonic clock. */
function endOf({ expiresAt }: Identity, clock: Clock): number {
  return expiresAt === null ? Number.POSITIVE_INFINITY : clock.monotonic() + expiresAt - clock.now();
}

/** Keys that do not change are asked for again in vain. */
function sameKeys({ credentials: a }: Identity, { credentials: b }: Identity): boolean {
  return a.accessKeyId === b.accessKeyId && a.sessionToken === b.sessionToken;
}

/** Whether an error, or what caused it, is transient. */
function isTransient(error: unknown): boolean {
  return (
    retryReasonOf(error) !== null || (error instanceof Error && error.cause !== undefined && isTransient(error.cause))
  );
}
