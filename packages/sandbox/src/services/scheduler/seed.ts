import { z } from 'zod';
import type { WireObject } from '../../model/service.ts';
import { putSchedule } from './operations/schedules.ts';
import { addGroup, type SchedulerState } from './state.ts';
import { checkSchedule } from './validate.ts';

/** A schedule that is there when the sandbox starts: what CreateSchedule takes, names apart. */
const scheduleSchema = z.strictObject({
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().optional(),
  FlexibleTimeWindow: z.looseObject({ Mode: z.enum(['OFF', 'FLEXIBLE']) }).default({ Mode: 'OFF' }),
  State: z.enum(['ENABLED', 'DISABLED']).optional(),
  Description: z.string().optional(),
  KmsKeyArn: z.string().optional(),
  /** Seconds since the epoch. */
  StartDate: z.number().optional(),
  EndDate: z.number().optional(),
  ActionAfterCompletion: z.enum(['NONE', 'DELETE']).optional(),
  Target: z.looseObject({ Arn: z.string(), RoleArn: z.string() }),
});

/** The schedules of a region, by `group/name`. */
export const schedulesSchema = z
  .record(z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'a schedule is named group/name'), scheduleSchema)
  .default({});

/** Puts a schedule of a seed into the state, and its group. Throws `AwsFault` for what Scheduler would refuse. */
export function putSeededSchedule(state: SchedulerState, place: string, seed: z.output<typeof scheduleSchema>): void {
  const [group = '', name = ''] = place.split('/');
  checkSchedule(seed as WireObject);
  if (!state.groups.has(group)) addGroup(state, group);
  putSchedule(state, seed as WireObject, { group, name, request: null });
}
