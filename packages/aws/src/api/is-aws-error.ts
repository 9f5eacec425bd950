import { codeOf, withoutException } from '../rules/retry-reason.ts';

/**
 * Whether AWS answered with an error; with names, whether with one of these: `ClusterNotFoundException`. `Exception` at
 * the end makes no difference.
 */
export function isAwsError(error: unknown, ...names: readonly string[]): boolean {
  if (typeof error !== 'object' || error === null || !('$fault' in error)) return false;
  return names.length === 0 || names.some((name) => withoutException(name) === codeOf(error));
}
