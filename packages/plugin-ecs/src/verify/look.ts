import { isAwsError, translateError } from '@funade/aws';

/** What a call that only reads gave. */
export type Look<T> =
  | { readonly type: 'seen'; readonly value: T }
  | { readonly type: 'missing' }
  | { readonly type: 'denied'; readonly action: string };

export interface LookOptions {
  /** As in a policy: `iam:GetRole`. */
  readonly action: string;
  readonly subject: string;
  /** Errors that say that there is no such thing. */
  readonly missing?: readonly string[];
}

/** Makes a call. Throws as `translateError` says where the answer tells nothing: throttled, no network, a fault of AWS. */
export async function look<T>(
  call: () => Promise<T>,
  { action, subject, missing = [] }: LookOptions,
): Promise<Look<T>> {
  try {
    return { type: 'seen', value: await call() };
  } catch (thrown) {
    if (missing.length > 0 && isAwsError(thrown, ...missing)) return { type: 'missing' };
    const error = translateError(thrown, { operation: action, subject });
    if (error.code === 'AWS_ACCESS_DENIED') return { type: 'denied', action };
    throw error;
  }
}
