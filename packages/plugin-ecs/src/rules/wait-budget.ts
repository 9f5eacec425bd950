import { parseDuration } from './duration.ts';

/** What decides how long a rollout may take. */
export interface WaitBudgetInput {
  /** What the user wrote; absent: derived from the rest. */
  readonly written?: string | undefined;
  readonly gracePeriodSeconds: number;
  readonly bakeMinutes: number;
  readonly shiftMinutes: number;
}

/**
 * ECS itself needs up to twelve minutes to find out that a broken image never starts (three failures with growing pauses),
 * so less than a quarter of an hour would end the wait before its verdict.
 */
const baseMinutes = 15;

/** Seconds to wait for a rollout: what the user wrote, else 15 minutes and the time that the service's own settings add. */
export function waitBudget({ written, gracePeriodSeconds, bakeMinutes, shiftMinutes }: WaitBudgetInput): number {
  const own = written === undefined ? null : parseDuration(written);
  return own ?? 60 * Math.ceil(baseMinutes + gracePeriodSeconds / 60 + bakeMinutes + shiftMinutes);
}
