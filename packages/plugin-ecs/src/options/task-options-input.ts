import type { RunTaskCommandInput } from '@aws-sdk/client-ecs';
import type { Written } from './definition-options-input.ts';
import type { LaunchMember } from './launch-members.ts';

/** One-off tasks around the rollout of a service, and which tasks of other services it waits for. */
export interface TasksInput {
  /** By name. Tasks of the same `when` run one after the other, in this order, each once for a release and environment. */
  readonly tasks?: Readonly<Record<string, TaskInput>>;
  /**
   * Tasks of other services (`when: 'before'`) that must have succeeded before this service changes, such as `['api/migrate']`;
   * a task that several services wait for runs once.
   */
  readonly needs?: readonly string[];
}

/** A one-off task: the new revision with another command, unless it names a definition of its own. */
export type TaskInput = OwnTaskInput & TaskLaunchInput;

interface OwnTaskInput {
  /** Before the revision takes over, such as a migration; or after it, such as a warm-up. */
  readonly when: 'before' | 'after';
  /** Default: the command of the container as the task definition has it. ECS cannot replace an entry point. */
  readonly command?: readonly string[];
  /**
   * The container that gets the command and whose exit code and log count. Default: the container that gets the image; the
   * exit codes of all essential containers count.
   */
  readonly container?: string;
  /** Variables of that container, merged by name over those of the task definition. */
  readonly environment?: Readonly<Record<string, string | number | boolean>>;
  /** CPU units of the task. Default: as in the task definition. */
  readonly cpu?: string | number;
  /** MiB of the task. Default: as in the task definition. */
  readonly memory?: string | number;
  /** GiB of ephemeral storage on Fargate. Default: as in the task definition. */
  readonly ephemeralStorage?: string | number;
  /** How long the task may take, such as `10m`; then it is stopped. Default: `30m`. */
  readonly timeout?: string;
  /**
   * What a failed task with `when: 'after'` does: `fail` the service as it stands (default), `warn` and succeed all the same, or
   * `rollback` the service. A failed task with `when: 'before'` always ends the deploy of its services before they change.
   */
  readonly onFailure?: 'fail' | 'warn' | 'rollback';
  /** What is done with the running task when the run is interrupted: `leave` it (default), so that the next run finds it, or `stop` it. */
  readonly onCancel?: 'stop' | 'leave';
  /** Run it anew although it has succeeded for this release. Default: no. */
  readonly again?: boolean;
  /** Family, `family:revision` or ARN of another task definition to run. Default: the new revision of the service. */
  readonly taskDefinition?: string;
}

/** Where it runs. Default: as the service does. */
type TaskLaunchInput = {
  readonly [Member in LaunchMember]?: Written<RunTaskCommandInput[Member]>;
};
