import type { Explanations } from './explanation.ts';

/** What the codes about this mean: rollouts. */
export const rolloutsCodes: Explanations = {
  ROLLOUT_FAILED: {
    exit: 1,
    means: 'ECS says that the deployment failed, and it was not rolled back. The reason of the tasks is shown.',
    mend: 'Correct the cause that is shown, and deploy again, or bring back what ran before: `funade rollback`.',
    page: 'rollouts.md',
  },
  TASKS_KEEP_FAILING: {
    exit: 1,
    means:
      'So many tasks stopped for the same reason that waiting longer would show nothing new, or a task stopped after the rollout within `wait.settle`.',
    mend: 'Correct the cause that is shown. `wait.failFast` says how many tasks it takes.',
    page: 'rollouts.md#why-tasks-stop',
  },
  ROLLOUT_UNPROVEN: {
    exit: 1,
    means: 'ECS calls the deployment completed, and what runs is not the revision or the image that was deployed.',
    mend: 'Look at `funade tasks`; somebody or something replaced the tasks.',
    page: 'rollouts.md',
  },
  ROLLOUT_STOPPED: {
    exit: 5,
    means: 'Somebody stopped the deployment. Old and new tasks may both be running.',
    mend: 'Look at `funade tasks`, then deploy or roll back.',
    page: 'rollouts.md',
  },
  ROLLOUT_PAUSED: {
    exit: 7,
    means: 'The deployment waits for approval in a lifecycle hook.',
    mend: '`funade continue` continues it, `funade abort` rolls it back.',
    page: 'waiting.md',
  },
  ROLLOUT_TIMED_OUT: {
    exit: 6,
    means: 'The wait budget ended while the rollout was still in progress. It continues in ECS.',
    mend: '`funade watch` keeps waiting. Raise `wait.budget` if rollouts take longer here.',
    page: 'rollouts.md',
  },
  ROLLOUT_UNSEEN: {
    exit: 1,
    means:
      'AWS no longer lets the rollout be watched, because a permission was taken away or the credentials ended. It continues in ECS.',
    mend: 'Renew the credentials, then `funade watch`.',
    page: 'rollouts.md',
  },
  ROLLOUT_DEADLOCK: {
    exit: 'warning',
    means:
      'With these percentages and limits, ECS can neither start a new task nor stop an old one, or the rollout would count as failed.',
    mend: 'Change `minimumHealthyPercent` and `maximumPercent` of the service.',
    page: 'rollouts.md',
  },
  ROLLED_BACK: {
    exit: 3,
    means: 'The deployment failed and what ran before serves again. The message says who rolled it back.',
    mend: 'Correct the cause that is shown, and release again.',
    page: 'rollouts.md',
  },
  ROLLED_BACK_WITH_RUN: {
    exit: 3,
    means: "The service was rolled back because another service of the run failed (`onFailure: 'rollback-all'`).",
    mend: 'Look at the error of that service.',
    page: 'operating.md#when-one-of-several-targets-fails',
  },
  ROLLBACK_REQUESTED: {
    exit: 130,
    means: 'The run was interrupted, and ECS was told to roll the deployment back.',
    mend: '`funade watch` waits for the end of the rollback.',
    page: 'operating.md#when-a-job-is-cancelled',
  },
  ROLLBACK_FAILED: {
    exit: 1,
    means: 'The deployment failed, and so did the rollback. The service may be in between.',
    mend: 'Look at `funade status` and `funade tasks` now, and deploy a revision that works: `funade deploy production --revision api=12`.',
    page: 'history-and-rollback.md',
  },
  NOT_ROLLED_BACK: {
    exit: 1,
    means: 'The service was to be rolled back because another one failed, and that did not succeed.',
    mend: 'Look at `funade status`, then `funade rollback`.',
    page: 'operating.md#when-one-of-several-targets-fails',
  },
  NOTHING_TO_ROLL_BACK_TO: {
    exit: 1,
    means: 'The deployment failed or is to be aborted, and no earlier one is known. ECS continues it.',
    mend: 'Deploy a release that works.',
    page: 'history-and-rollback.md',
  },
  ABORTED_TOO_LATE: {
    exit: 1,
    means: 'ECS completed the deployment before it could be rolled back: it is serving.',
    mend: '`funade rollback` deploys what ran before.',
    page: 'history-and-rollback.md#stop-or-update',
  },
  SUPERSEDED: {
    exit: 4,
    means: 'Somebody else deployed another revision of the service while this one was rolling out.',
    mend: 'Find out who: `funade history` shows who registered the revision.',
    page: 'operating.md#when-somebody-else-deploys-at-the-same-time',
  },
  SERVICE_MOVED: {
    exit: 8,
    means: 'Somebody deployed the service after the plan was made. It was not replaced.',
    mend: 'Look at `funade status`, and plan again from what is there.',
    page: 'operating.md#when-somebody-else-deploys-at-the-same-time',
  },
  DEPLOYMENT_BUSY: {
    exit: 1,
    means:
      'Another deployment of the service is in progress, and the config says not to wait, or it did not end in time.',
    mend: "Run it again later, or set `onBusy: 'supersede'` to replace it.",
    page: 'operating.md#when-somebody-else-deploys-at-the-same-time',
  },
  DEPLOYMENT_LIMIT: {
    exit: 1,
    means: 'ECS keeps at most five deployments of a service, and five are active.',
    mend: 'Look for tasks with scale-in protection, which keep old deployments alive.',
    page: 'rollouts.md',
  },
  DEPLOYMENT_UNKNOWN: {
    exit: 1,
    means: 'The last run was killed while it sent an update, and whether ECS started a deployment is not known.',
    mend: 'Look at `funade status`, and deploy again to be sure.',
    page: 'resume.md',
  },
  NO_DEPLOYMENT_STARTED: {
    exit: 1,
    means: 'UpdateService answered, and the primary deployment is the one that was there before.',
    mend: 'Look at the service by the command of the hint, and deploy with `--force`.',
    page: 'rollouts.md',
  },
  SERVICE_DEPLOYMENT_MISSING: {
    exit: 1,
    means: 'ECS lists no service deployment for this deployment.',
    mend: 'Run the command of the hint; the verdict rests on the deployments of the service.',
    page: 'rollouts.md',
  },
  WATCH_INTERRUPTED: {
    exit: 130,
    means: 'The run was interrupted while a deployment was in progress. It continues in ECS.',
    mend: '`funade watch` keeps waiting, `funade abort` rolls it back.',
    page: 'operating.md#when-a-job-is-cancelled',
  },
  CHECK_FAILED: {
    exit: 1,
    means:
      'A check after the rollout did not see what it expected. What becomes of the release is decided by `onFailure`.',
    mend: 'Look at what was seen last: status, answer, or the last lines of the command.',
    page: 'checks.md',
  },
  CHECK_VARIABLE_UNSET: {
    exit: 2,
    means: 'A check sends the value of a variable as a header, and the variable is not set.',
    mend: 'Set it for the job that deploys.',
    page: 'checks.md#over-http',
  },
  CHECK_VARIABLE_UNFIT: {
    exit: 2,
    means: 'The value of a variable has characters that no header may have, most often a line break at its end.',
    mend: 'Store it without one: `printf %s` instead of `echo`.',
    page: 'checks.md#over-http',
  },
  CHECK_LEFT_OUT: {
    exit: 'warning',
    means: 'Nothing is checked at a stage, because this run does not wait for the rollout to get there.',
    mend: 'Wait further: leave out `--no-wait`, or name a later stage.',
    page: 'checks.md#before-traffic-moves',
  },
  STOP_UNKNOWN: {
    exit: 2,
    means: 'A check is to be made at a stage at which no rollout can be stopped.',
    mend: 'Use a stage that the hint names.',
    page: 'checks.md#before-traffic-moves',
  },
  STOP_IMPOSSIBLE: {
    exit: 8,
    means:
      'A check cannot be made at this stage of this service: its strategy has no such stage, or passes it more than once.',
    mend: 'Do what the hint says, for example use `POST_TEST_TRAFFIC_SHIFT`.',
    page: 'checks.md#before-traffic-moves',
  },
  STOP_NOT_PAUSED: {
    exit: 8,
    means: 'A check is to be made at a stage, and no hook pauses the deployment there, so ECS would not wait.',
    mend: 'Add the PAUSE hook of the hint to the settings of the service.',
    page: 'checks.md#before-traffic-moves',
  },
  MOVED_WHILE_CHECKED: {
    exit: 4,
    means: 'Another revision took over while the service was checked, so the check proves nothing about this release.',
    mend: 'Look at `funade status`.',
    page: 'checks.md#when-somebody-else-deploys-meanwhile',
  },
};
