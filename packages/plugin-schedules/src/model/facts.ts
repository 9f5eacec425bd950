import { isJsonObject, type JsonObject } from '@funade/core/author';
import { z } from 'zod';

const body = z.custom<JsonObject>(isJsonObject, 'expected an object');

const rule = z.strictObject({
  type: z.literal('rule'),
  name: z.string(),
  bus: z.string(),
  expression: z.string().nullable(),
  enabled: z.boolean(),
  /** The service of AWS that manages it; null: none does. */
  managedBy: z.string().nullable(),
  /** The targets that run tasks of ECS, as they came. */
  targets: z.array(body),
});

const schedule = z.strictObject({
  type: z.literal('schedule'),
  group: z.string(),
  name: z.string(),
  /** What GetSchedule answers, ARN and dates apart, which can be sent back as it is; null: there is no such schedule. */
  body: body.nullable(),
});

/** Schema of what `observe` returns. */
export const schedulesFacts = z.strictObject({
  /** By target id, then by the name in the config. */
  entries: z.record(z.string(), z.record(z.string(), z.discriminatedUnion('type', [rule, schedule]))),
  /** `<group>/<name>` of schedules with the name that we give, which the config has no longer, by target id. */
  left: z.record(z.string(), z.array(z.string())),
  /** Whether nobody may list schedules, so that nothing is known of those that are left. */
  unlisted: z.boolean(),
  /** Tasks that an entry has started and that run now, by target id and name in the config. */
  running: z.record(z.string(), z.number()),
  /** Roles of the config, by ARN, that EventBridge Scheduler cannot take. Absent: none is known to be. */
  roles: z.record(z.string(), z.enum(['missing', 'not-trusting'])).optional(),
});

export type SchedulesFacts = z.output<typeof schedulesFacts>;
export type RuleFacts = z.output<typeof rule>;
export type ScheduleFacts = z.output<typeof schedule>;
