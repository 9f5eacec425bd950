import { parseDuration } from '../model/duration.ts';
import { doublings } from '../service/task-class.ts';

/** What decides how long a rollout may take. */
export interface WaitBudgetInput {
  /** What the user wrote; absent: derived from the rest. */
  readonly written?: string | undefined;
  readonly gracePeriodSeconds: number;
  readonly bakeMinutes: number;
  readonly shiftMinutes: number;
  readonly loadBalanced: boolean;
  /** Of its target groups, the longest; null when it was not read. */
  readonly deregistrationSeconds: number | null;
  readonly waves: number;
  readonly taskClass: number;
}

/**
 * ECS itself needs up to twelve minutes to find out that a broken image never starts (three failures with growing pauses),
 * so less than a quarter of an hour would end the wait before its verdict.
 */
const baseMinutes = 15;

/** What a target group waits by default before it lets go of a target, in seconds. */
export const defaultDeregistration = 300;

/** For each doubling above fifty tasks. */
const doublingMinutes = 5;

/**
 * Seconds to wait for a rollout: what the user wrote, else 15 minutes and the time that the service's own settings add.
 * Where the deregistration delay could not be read, which takes a permission of another service, its default stands for it.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html
 */
export function waitBudget(input: WaitBudgetInput): number {
  const own = input.written === undefined ? null : parseDuration(input.written);
  const { gracePeriodSeconds, bakeMinutes, shiftMinutes, loadBalanced, waves, taskClass } = input;
  const { deregistrationSeconds } = input;
  const waiting = bakeMinutes + shiftMinutes + gracePeriodSeconds / 60;
  const draining = loadBalanced ? (waves * (deregistrationSeconds ?? defaultDeregistration)) / 60 : 0;
  const starting = doublings(taskClass) * doublingMinutes;
  return own ?? 60 * Math.ceil(baseMinutes + waiting + draining + starting);
}
