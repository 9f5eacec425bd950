import type { Explanations } from './explanation.ts';

/** What the codes about this mean: one-off tasks. */
export const tasksCodes: Explanations = {
  TASKS_INVALID: {
    exit: 2,
    means: 'One-off tasks cannot run as they are written. All problems are listed.',
    mend: 'Correct `ecs.tasks` or `ecs.needs`.',
    page: 'tasks.md',
  },
  TASK_FAILED: {
    exit: 1,
    means: 'A container of the task ended with another exit code than 0. Its log is shown.',
    mend: 'Correct what the log shows, and deploy again. A task before the rollout has left the service as it was.',
    page: 'tasks.md#how-it-is-followed',
  },
  TASK_NOT_STARTED: {
    exit: 1,
    means: 'The task never ran: its image, its network or its secrets were not there.',
    mend: 'Correct what the message names.',
    page: 'tasks.md#how-it-is-followed',
  },
  TASK_LOG_GROUP_MISSING: {
    exit: 1,
    means: 'The task never ran because the log group of a container does not exist.',
    mend: 'Create the log group, or allow `awslogs-create-group`.',
    page: 'tasks.md#how-it-is-followed',
  },
  TASK_NOT_PLACED: {
    exit: 1,
    means: 'There is no capacity for the task.',
    mend: 'Add capacity, or choose another launch type or capacity provider for it.',
    page: 'tasks.md#how-it-is-followed',
  },
  TASK_SIDECAR_ENDED: {
    exit: 1,
    means: 'Another essential container ended first and took the task with it.',
    mend: 'Keep it running, or set `essential: false` for it.',
    page: 'tasks.md#how-it-is-followed',
  },
  TASK_NO_EXIT_CODE: {
    exit: 1,
    means: 'The task ended, and ECS gives no exit code of the container that counts.',
    mend: 'Look at its log, and run it again.',
    page: 'tasks.md#how-it-is-followed',
  },
  TASK_STOPPED: {
    exit: 1,
    means: 'Somebody stopped the task.',
    mend: 'CloudTrail says who called StopTask.',
    page: 'tasks.md#how-it-is-followed',
  },
  TASK_INTERRUPTED: {
    exit: 1,
    means: 'The platform took the task away, for example Fargate Spot.',
    mend: 'Run it where nothing interrupts it: `launchType` or `capacityProviderStrategy` of the task.',
    page: 'tasks.md#how-it-is-followed',
  },
  TASK_TIMED_OUT: {
    exit: 1,
    means: 'The task took longer than its `timeout`, and was stopped.',
    mend: 'Set a longer `timeout`.',
    page: 'tasks.md',
  },
  TASK_CANCELLED: {
    exit: 130,
    means: 'The run was interrupted while the task ran. It was stopped, or continues, as `onCancel` says.',
    mend: 'The next run of the release finds a task that continues.',
    page: 'tasks.md',
  },
  TASK_OUTCOME_UNKNOWN: {
    exit: 1,
    means: 'The task was started for this release, and ECS no longer says how it ended.',
    mend: 'Look at its log. Set `again: true` to run it once more.',
    page: 'tasks.md#at-most-once',
  },
  TASK_NOT_PLANNED: {
    exit: 'warning',
    means: 'The service needs a task of a service that is not part of this plan, so the task is not run.',
    mend: 'Leave out `--service`, or run the task by hand before.',
    page: 'tasks.md#what-runs-when',
  },
  TASK_NOT_CONFIGURED: {
    exit: 2,
    means: 'The service has no task of the name that `--task` gives.',
    mend: 'Use one of the names that the hint lists.',
    page: 'tasks.md#funade-run',
  },
  TASK_NEEDS_RELEASE: {
    exit: 2,
    means: 'A task of the config contains a template that only a release can fill, and `funade run` has none.',
    mend: 'Write the command behind `--`.',
    page: 'tasks.md#funade-run',
  },
  NOTHING_TO_RUN: {
    exit: 2,
    means: 'There is no revision that a task could run.',
    mend: 'Name one with `--revision`.',
    page: 'tasks.md#funade-run',
  },
  RUN_NOT_POSSIBLE: {
    exit: 2,
    means: 'No plugin of the config can run a task by hand.',
    mend: 'List `ecs()` under `plugins`.',
    page: 'tasks.md#funade-run',
  },
};
