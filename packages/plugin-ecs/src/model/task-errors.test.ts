import type { DeployError } from '@funade/core';
import { expect, test } from 'vitest';
import * as errors from './task-errors.ts';

const subject = { cluster: 'shop', name: 'api/migrate', id: '0a1b2c' };
const shown = { reason: 'ECS said so', hint: 'do this' };

const all: Readonly<Record<keyof typeof errors, readonly DeployError[]>> = {
  taskFailed: [errors.taskFailed(subject, { ...shown, container: 'app', exitCode: 3 })],
  taskNotStarted: [errors.taskNotStarted(subject, shown)],
  taskLogGroupMissing: [errors.taskLogGroupMissing(subject, shown)],
  taskNotPlaced: [errors.taskNotPlaced({ ...subject, id: null }, shown)],
  taskSidecarEnded: [errors.taskSidecarEnded(subject, { ...shown, container: 'proxy', exitCode: 1 })],
  taskWithoutExitCode: [errors.taskWithoutExitCode(subject, { ...shown, container: 'app' })],
  taskStopped: [errors.taskStopped(subject, shown)],
  taskInterrupted: [errors.taskInterrupted(subject, shown)],
  taskTimedOut: [errors.taskTimedOut(subject, '10m', [])],
  taskCancelled: [
    errors.taskCancelled(subject, { stopped: true, cause: null }),
    errors.taskCancelled(subject, { stopped: false, cause: null }),
  ],
  taskOutcomeUnknown: [
    errors.taskOutcomeUnknown(subject, '2026-11-30T12:00:00Z'),
    errors.taskOutcomeUnknown(subject, null),
  ],
  taskDefinitionNotFound: [
    errors.taskDefinitionNotFound({ target: 'api@production', task: 'migrate' }, 'jobs:7', new Error('no')),
  ],
  tasksInvalid: [
    errors.tasksInvalid([{ target: 'api@production', message: 'ecs.tasks.migrate: it is wrong' }]),
    errors.tasksInvalid([
      { target: 'api@production', message: 'ecs.tasks.migrate: it is wrong' },
      { target: 'web@production', message: 'ecs.needs: it is wrong too' },
    ]),
  ],
};

test('what was run by hand is run again by hand', () => {
  const byHand = { ...subject, byHand: true } as const;
  expect(
    [
      errors.taskStopped(byHand, shown),
      errors.taskCancelled(byHand, { stopped: true, cause: null }),
      errors.taskCancelled(byHand, { stopped: false, cause: null }),
      errors.taskOutcomeUnknown(byHand, null),
    ].map(({ message, hint }) => `${message}\n  hint: ${hint}`),
  ).toMatchInlineSnapshot(`
    [
      "task api/migrate (0a1b2c) was stopped from outside: ECS said so
      hint: CloudTrail says who called StopTask; run it again",
      "task api/migrate (0a1b2c) was stopped, as the run was interrupted
      hint: run it again",
      "task api/migrate (0a1b2c) continues in ECS
      hint: to stop it: aws ecs stop-task --cluster shop --task 0a1b2c",
      "task api/migrate (0a1b2c) was started, and ECS no longer says how it ended
      hint: look at its log; run it again",
    ]
  `);
});

test('every error reads as it should', () => {
  const texts = Object.values(all)
    .flat()
    .map(({ code, category, outcome, message, hint }) => {
      return `${code} ${category}${outcome === null ? '' : ` → ${outcome}`}\n  ${message}\n  hint: ${hint}`;
    });
  expect(texts.join('\n')).toMatchInlineSnapshot(`
    "TASK_FAILED failed → failed
      task api/migrate (0a1b2c) failed: container app ended with exit code 3
      hint: do this
    TASK_NOT_STARTED failed → failed
      task api/migrate (0a1b2c) did not start: ECS said so
      hint: do this
    TASK_LOG_GROUP_MISSING failed → failed
      task api/migrate (0a1b2c) did not start, as a log group is missing: ECS said so
      hint: do this
    TASK_NOT_PLACED failed → failed
      task api/migrate was not placed: ECS said so
      hint: do this
    TASK_SIDECAR_ENDED failed → failed
      task api/migrate (0a1b2c) was ended by container proxy, which is essential and ended with exit code 1
      hint: keep proxy running, or set essential: false for it; its log shows why it ended
    TASK_NO_EXIT_CODE failed → failed
      task api/migrate (0a1b2c) ended, and ECS gives no exit code of container app: ECS said so
      hint: its log shows how far it came; deploy again to run it again
    TASK_STOPPED failed → failed
      task api/migrate (0a1b2c) was stopped from outside: ECS said so
      hint: CloudTrail says who called StopTask; deploy again to run it again
    TASK_INTERRUPTED failed → failed
      task api/migrate (0a1b2c) was interrupted by the platform: ECS said so
      hint: deploy again to run it again; set launchType or capacityProviderStrategy of the task to run it where nothing interrupts it
    TASK_TIMED_OUT failed → failed
      task api/migrate (0a1b2c) was stopped: it took longer than 10m
      hint: set a longer timeout for the task
    TASK_CANCELLED interrupted → cancelled
      task api/migrate (0a1b2c) was stopped, as the run was interrupted
      hint: deploy again to run it again
    TASK_CANCELLED interrupted → cancelled
      task api/migrate (0a1b2c) continues in ECS
      hint: the next run of this release finds it; to stop it: aws ecs stop-task --cluster shop --task 0a1b2c
    TASK_OUTCOME_UNKNOWN failed → failed
      task api/migrate (0a1b2c) was started for this release at 2026-11-30 12:00 UTC, and ECS no longer says how it ended
      hint: look at its log; set again: true for the task to run it once more
    TASK_OUTCOME_UNKNOWN failed → failed
      task api/migrate (0a1b2c) was started for this release, and ECS no longer says how it ended
      hint: look at its log; set again: true for the task to run it once more
    TASK_DEFINITION_NOT_FOUND usage
      there is no task definition "jobs:7", which ecs.tasks.migrate of api@production is to run
      hint: register it, or set taskDefinition of the task to one that exists
    TASKS_INVALID usage
      tasks cannot run as they are written: api@production: ecs.tasks.migrate: it is wrong
      hint: correct ecs.tasks or ecs.needs of the service
    TASKS_INVALID usage
      tasks cannot run as they are written:
    api@production: ecs.tasks.migrate: it is wrong
    web@production: ecs.needs: it is wrong too
      hint: correct ecs.tasks or ecs.needs of the service"
  `);
});
