import { type Change, diffJson } from '@funade/core';
import { z } from 'zod';

/** Schema of what Application Auto Scaling keeps a service between, and which of its ways are suspended. */
export const scaling = z.strictObject({
  min: z.number(),
  max: z.number(),
  suspended: z.strictObject({
    /** Scaling in by policies. */
    in: z.boolean(),
    /** Scaling out by policies. */
    out: z.boolean(),
    /** Scheduled actions. */
    scheduled: z.boolean(),
  }),
});

/** The same as a type. */
export type Scaling = z.output<typeof scaling>;

/** The same for what is to change of it: what is not there stays. */
export const scalingChange = z.strictObject({
  min: z.int().min(0).optional(),
  max: z.int().min(0).optional(),
  suspended: scaling.shape.suspended.partial().optional(),
});

/** What is to change of it. */
export type ScalingChange = z.output<typeof scalingChange>;

/** Whether nothing at all scales by itself. */
export function isSuspended({ suspended }: Scaling): boolean {
  return suspended.in && suspended.out && suspended.scheduled;
}

/** What it is once changed. */
export function scalingAfter(before: Scaling, { min, max, suspended }: ScalingChange): Scaling {
  return {
    min: min ?? before.min,
    max: max ?? before.max,
    suspended: { ...before.suspended, ...definedIn(suspended) },
  };
}

/** Whether nothing would change. */
export function sameScaling(a: Scaling, b: Scaling): boolean {
  return (
    a.min === b.min &&
    a.max === b.max &&
    a.suspended.in === b.suspended.in &&
    a.suspended.out === b.suspended.out &&
    a.suspended.scheduled === b.suspended.scheduled
  );
}

/** `2 to 6`, `2 to 6, suspended`, `2 to 6, scaling in suspended`. */
export function scalingText(scaled: Scaling): string {
  const { min, max, suspended } = scaled;
  const ways = [
    ...(suspended.in ? ['scaling in'] : []),
    ...(suspended.out ? ['scaling out'] : []),
    ...(suspended.scheduled ? ['scheduled scaling'] : []),
  ];
  const still = isSuspended(scaled) ? ', suspended' : ways.length === 0 ? '' : `, ${ways.join(' and ')} suspended`;
  return `${min} to ${max}${still}`;
}

/** What changes, for people. `before`: null where nothing scales it yet. */
export function scalingChanges(before: Scaling | null, after: Scaling): readonly Change[] {
  return diffJson(before === null ? {} : { autoscaling: before }, { autoscaling: after });
}

function definedIn(suspended: ScalingChange['suspended'] = {}): Partial<Scaling['suspended']> {
  return Object.fromEntries(Object.entries(suspended).filter(([, value]) => value !== undefined));
}
