import { type Target, type VersionChange, versionStep } from '@funade/core';
import { downgrade } from '../model/errors.ts';

/** What decides a target's version step. */
export interface VersionChangeInput {
  /** Tag of what runs; null when unknown. */
  readonly from: string | null;
  /** Tag of what is to run. */
  readonly to: string;
  /** Whether an older version may replace a newer one. */
  readonly allowDowngrade: boolean;
}

/**
 * The version step of a target, for people.
 *
 * @throws `DOWNGRADE` when what runs is newer and nobody allowed that.
 */
export function versionChange(target: Target['id'], { from, to, allowDowngrade }: VersionChangeInput): VersionChange {
  const step = versionStep(from, to);
  if (step === 'downgrade' && from !== null && !allowDowngrade) throw downgrade(target, { from, to });
  return { target, from, to, step };
}
