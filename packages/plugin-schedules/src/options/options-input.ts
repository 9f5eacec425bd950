import type { EcsParameters, FlexibleTimeWindow, RetryPolicy } from '@aws-sdk/client-scheduler';

/** What a service writes under `schedules`: what runs its task definition, by names of its own. */
export type SchedulesOptionsInput = Readonly<Record<string, ScheduleInput>>;

export type ScheduleInput = RuleInput | ExistingScheduleInput | ManagedScheduleInput;

/** A rule of EventBridge that is there: the revision of one of its targets follows the release, the rest stays. */
interface RuleInput {
  /** Name of the rule. */
  readonly rule: string;
  /** Name of its event bus. Default: `default`. */
  readonly bus?: string;
  /** Id of the target. Default: the only one that runs tasks of the service's family. */
  readonly target?: string;
}

/** A schedule of EventBridge Scheduler that is there: its revision follows the release, the rest stays. */
interface ExistingScheduleInput {
  /** `<group>/<name>`, or the name alone in the group `default`. */
  readonly schedule: string;
  readonly cron?: never;
}

/** A schedule of EventBridge Scheduler that is created and kept as it is written here. */
interface ManagedScheduleInput {
  /** `cron(0 3 * * ? *)`, `rate(1 hour)` or `at(2026-12-24T18:00:00)`, as EventBridge Scheduler has them. */
  readonly cron: string;
  /** Name of a time zone, such as `Asia/Tokyo`. Default: that which the schedule has; UTC when it is created. */
  readonly timezone?: string;
  /** `<group>/<name>`, or the name alone in the group `default`. Default: `<project>.<environment>.<service>.<name here>`. */
  readonly schedule?: string;
  /** Name or ARN of the role that EventBridge Scheduler runs the task with. */
  readonly role: string;
  /** Command of the container. Default: that of the task definition. */
  readonly command?: readonly string[];
  /** Variables of the container, over those of the task definition. */
  readonly environment?: Readonly<Record<string, string | number | boolean>>;
  /** The container that `command` and `environment` are for. Default: the first one that gets an image of the service. */
  readonly container?: string;
  /** Whether it runs. Default: it stays as it is; a new one runs. */
  readonly enabled?: boolean;
  /** Anything else that CreateSchedule accepts, laid over what the schedule has. */
  readonly settings?: ScheduleSettingsInput;
}

/** Members of CreateSchedule. Times are ISO 8601 in UTC. */
export interface ScheduleSettingsInput {
  readonly Description?: string;
  readonly StartDate?: string;
  readonly EndDate?: string;
  readonly KmsKeyArn?: string;
  readonly ActionAfterCompletion?: 'NONE' | 'DELETE';
  readonly FlexibleTimeWindow?: FlexibleTimeWindow;
  readonly Target?: {
    readonly EcsParameters?: Omit<Partial<EcsParameters>, 'TaskDefinitionArn'>;
    readonly RetryPolicy?: RetryPolicy;
    readonly DeadLetterConfig?: { readonly Arn: string };
  };
}
