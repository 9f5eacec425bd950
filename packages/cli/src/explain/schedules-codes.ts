import type { Explanations } from './explanation.ts';

/** What the codes about this mean: schedules and lookups. */
export const schedulesCodes: Explanations = {
  SCHEDULE_NOT_FOUND: {
    exit: 2,
    means: 'A rule or schedule that the config names does not exist.',
    mend: 'Correct its name; the hint has the nearest.',
    page: 'schedules.md',
  },
  SCHEDULE_GROUP_NOT_FOUND: {
    exit: 2,
    means: 'The group of a schedule does not exist.',
    mend: 'Create it by the command of the hint, or use another group.',
    page: 'schedules.md#schedules-that-are-written-in-the-config',
  },
  SCHEDULE_UNFIT: {
    exit: 2,
    means: 'A rule or schedule cannot follow the release: it runs another family or no task, or several targets fit.',
    mend: 'Correct the entry as the hint says.',
    page: 'schedules.md#what-follows',
  },
  SCHEDULE_MOVED: {
    exit: 8,
    means: 'Somebody changed the schedule after it was planned. It was left as it is.',
    mend: 'Plan again to see what it is now.',
    page: 'schedules.md#how-it-is-changed',
  },
  SCHEDULE_GONE: {
    exit: 8,
    means: 'The schedule was deleted after it was planned.',
    mend: 'Plan again.',
    page: 'schedules.md#how-it-is-changed',
  },
  SCHEDULE_EXISTS: {
    exit: 8,
    means: 'The schedule was created by somebody else after it was planned, and differently.',
    mend: 'Plan again to see what would change.',
    page: 'schedules.md#how-it-is-changed',
  },
  SCHEDULE_NOT_AS_SENT: {
    exit: 1,
    means: 'What is there differs from what was sent.',
    mend: 'Somebody may have changed it at the same time: plan again.',
    page: 'schedules.md#how-it-is-changed',
  },
  SCHEDULE_TARGET_REFUSED: {
    exit: 1,
    means: 'EventBridge did not change the target of a rule, in an answer that otherwise succeeded.',
    mend: 'Try again, or see what EventBridge says about the code.',
    page: 'schedules.md#how-it-is-changed',
  },
  SCHEDULE_DISABLED: {
    exit: 'warning',
    means: 'The schedule is disabled. It follows the release and runs nothing.',
    mend: 'Enable it if it is to run.',
    page: 'schedules.md#what-follows',
  },
  SCHEDULE_RUNNING: {
    exit: 'warning',
    means: 'Tasks of the schedule are running. They end on the revision that they began with.',
    mend: 'Nothing needs to be done.',
    page: 'schedules.md#what-follows',
  },
  SCHEDULE_LEFT: {
    exit: 'warning',
    means: 'A schedule is no longer in the config, and goes on running the revision that it has.',
    mend: 'Delete it by the command that the message shows.',
    page: 'schedules.md#how-it-is-changed',
  },
  TERRAFORM_STATE_MISSING: {
    exit: 2,
    means: 'There is no Terraform state where `terraformState()` says.',
    mend: 'Correct the location, or run `terraform apply` first.',
    page: 'configuration.md#lookups',
  },
  TERRAFORM_STATE_UNREADABLE: {
    exit: 2,
    means: 'The state exists and cannot be read.',
    mend: 'Check the permissions on the file or on the bucket.',
    page: 'configuration.md#lookups',
  },
  TERRAFORM_STATE_REGION: {
    exit: 2,
    means: 'The bucket of the state is in another region.',
    mend: 'Write its region: `terraformState({ s3: { bucket, key, region } })`.',
    page: 'configuration.md#lookups',
  },
  TERRAFORM_STATE_INVALID: {
    exit: 2,
    means: 'What is there is no state of format 4.',
    mend: 'States of Terraform 0.12 and newer and of OpenTofu have this format; an encrypted state cannot be read.',
    page: 'configuration.md#lookups',
  },
};
