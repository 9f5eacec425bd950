import { nameOf } from './rules/trouble-of.ts';

/** Whether AWS answered with an error; with names, whether with one of these: `ClusterNotFoundException`. */
export function isAwsError(error: unknown, ...names: readonly string[]): boolean {
  if (typeof error !== 'object' || error === null || !('$fault' in error)) return false;
  return names.length === 0 || names.includes(nameOf(error));
}
