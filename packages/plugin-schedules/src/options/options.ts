import { z } from 'zod';
import { expressionProblem } from './schedule-expression.ts';

const name = z.string().min(1, 'must not be empty');
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);
const whole = (least: number, most: number) =>
  z.union([z.int().min(least).max(most), z.string().regex(/^\d+$/, 'expected a whole number').transform(Number)]);
/** Scheduler counts its times in seconds. */
const time = z.union([
  z.number(),
  z.iso.datetime('expected a time such as 2026-12-01T00:00:00Z').transform((text) => Date.parse(text) / 1000),
]);

const settings = z.strictObject({
  Description: z.string().describe('description of the schedule').optional(),
  StartDate: time.describe('from when on it runs').optional(),
  EndDate: time.describe('until when it runs').optional(),
  KmsKeyArn: name.describe('key that the input of the schedule is encrypted with').optional(),
  ActionAfterCompletion: z
    .enum(['NONE', 'DELETE'])
    .describe('what becomes of the schedule after its last run')
    .optional(),
  FlexibleTimeWindow: z
    .strictObject({
      Mode: z.enum(['OFF', 'FLEXIBLE']).describe('whether runs may be delayed'),
      MaximumWindowInMinutes: whole(1, 1440).describe('by how many minutes at most').optional(),
    })
    .describe('whether a run may start later than its time')
    .optional(),
  Target: z
    .strictObject({
      /** What stands inside is the Scheduler's business: it takes members that are newer than this package. */
      EcsParameters: z
        .record(z.string(), z.json())
        .describe('how the task is launched, over what the service says')
        .optional(),
      RetryPolicy: z
        .strictObject({
          MaximumEventAgeInSeconds: whole(60, 86_400).describe('how long a run is tried').optional(),
          MaximumRetryAttempts: whole(0, 185).describe('how often a run is tried again').optional(),
        })
        .describe('what happens when the task cannot be started')
        .optional(),
      DeadLetterConfig: z
        .strictObject({ Arn: name.describe('ARN of the queue') })
        .describe('queue of SQS for runs that never started')
        .optional(),
    })
    .describe('members of the target of the schedule')
    .optional(),
});

const schedule = z
  .strictObject({
    rule: z
      .string()
      .regex(/^[.\-_A-Za-z0-9]{1,64}$/, 'expected the name of a rule')
      .describe('name of a rule of EventBridge, whose target follows the release')
      .optional(),
    bus: name.describe('event bus of the rule; default: default').optional(),
    target: name.describe('id of the target of the rule; default: the only one of the family').optional(),
    schedule: z
      .string()
      .regex(/^(?:[0-9a-zA-Z\-_.]{1,64}\/)?[0-9a-zA-Z\-_.]{1,64}$/, 'expected <group>/<name>, or a name')
      .describe(
        'group and name of a schedule of EventBridge Scheduler; default with cron: <project>.<environment>.<service>.<name here> in the group default',
      )
      .optional(),
    cron: z
      .string()
      .superRefine((text, context) => {
        const problem = expressionProblem(text);
        if (problem !== null) context.addIssue({ code: 'custom', message: problem });
      })
      .describe('cron(…), rate(…) or at(…): the schedule is created and kept as it is written here')
      .optional(),
    timezone: z
      .string()
      .refine(isTimeZone, { error: ({ input }) => `not a time zone: ${JSON.stringify(input)}; write it as Asia/Tokyo` })
      .describe('time zone of the expression; default: the one that the schedule has; UTC when it is created')
      .optional(),
    role: name.describe('name or ARN of the role that the task is run with by EventBridge Scheduler').optional(),
    command: z
      .array(z.string())
      .min(1, 'must not be empty')
      .describe('command of the container; default: that of the task definition')
      .optional(),
    environment: z
      .record(name, z.union([z.string(), z.number(), z.boolean()]))
      .describe('variables of the container; default: those of the task definition')
      .optional(),
    container: name
      .describe(
        'container that command and environment are for; default: the first one that gets an image of the service',
      )
      .optional(),
    enabled: flag.describe('whether it runs; default: as it is').optional(),
    settings: settings.describe('anything else, as CreateSchedule accepts it').optional(),
  })
  .superRefine((written, context) => {
    const say = (path: string[], message: string): void => context.addIssue({ code: 'custom', path, message });
    const { rule, cron } = written;
    if (rule === undefined && written.schedule === undefined && cron === undefined) {
      say([], 'write rule: "<name>", schedule: "<group>/<name>", or cron: "cron(0 3 * * ? *)"');
    }
    if (rule !== undefined && written.schedule !== undefined)
      say(['schedule'], 'write either rule or schedule, not both');
    if (rule !== undefined && cron !== undefined) {
      say(['cron'], 'a rule keeps its own times; write schedule in its place, or leave cron out');
    }
    for (const key of ofRules) {
      if (written[key] !== undefined && rule === undefined) say([key], `${key} is for a rule`);
    }
    for (const key of ofManaged) {
      if (written[key] === undefined || cron !== undefined) continue;
      say([key], `${key} takes cron beside it: without cron, only the revision of the schedule is changed`);
    }
    if (cron !== undefined && written.role === undefined) {
      say(['role'], 'is required: the role that EventBridge Scheduler runs the task with');
    }
    if (written.container !== undefined && written.command === undefined && written.environment === undefined) {
      say(['container'], 'there is neither command nor environment for it');
    }
  });

const ofRules = ['bus', 'target'] as const;
const ofManaged = ['timezone', 'role', 'command', 'environment', 'container', 'enabled', 'settings'] as const;

/**
 * Schema of what a service writes under `schedules`. What it returns it accepts and returns unchanged, so it may run twice.
 * A service that writes nothing is looked at too: what it no longer writes may still be there.
 */
export const schedulesOptions = z
  .record(z.string().regex(/^[0-9a-zA-Z\-_]{1,64}$/, 'expected letters, digits, - and _'), schedule)
  .default({})
  .describe('Rules of EventBridge and schedules of EventBridge Scheduler that follow what the service runs, by name');

/** What a service wrote under `schedules`, checked. */
export type SchedulesOptions = z.output<typeof schedulesOptions>;

/** One of them. */
export type ScheduleOptions = z.output<typeof schedule>;

function isTimeZone(text: string): boolean {
  try {
    // Offsets are time zones to Intl, and none to AWS.
    return /^[A-Za-z]/.test(text) && new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions() !== undefined;
  } catch {
    return false;
  }
}
