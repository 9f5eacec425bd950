import { DeployError, type TargetId } from '@funade/core';
import { againText } from './again-text.ts';
import type { ErrorFacts } from './error-facts.ts';
import { nameTask } from './name-task.ts';

/** A one-off task that ran, or was to run. */
export interface TaskSubject {
  readonly cluster: string;
  /** `api/migrate`; the service alone for one run by hand that the config does not name. */
  readonly name: string;
  /** Id of the ECS task; null: there is none. */
  readonly id: string | null;
  /** It was run by hand, not by a deploy. */
  readonly byHand?: true;
}

/** What shows the cause of an error about a task. */
export interface TaskShown {
  /** What ECS said, or what was found, in words. */
  readonly reason: string;
  readonly hint: string;
  readonly evidence?: readonly string[];
  /** For programs, beside the task itself. */
  readonly details?: ErrorFacts;
}

interface Failure extends Omit<TaskShown, 'reason'> {
  /** What happened to the task, behind its name. */
  readonly how: string;
}

function failure(code: string, subject: TaskSubject, { how, hint, evidence = [], details = {} }: Failure): DeployError {
  const { cluster, name, id } = subject;
  return new DeployError(code, `${named(subject)} ${how}`, {
    hint,
    evidence,
    outcome: 'failed',
    details: { cluster, task: name, taskId: id, ...details },
  });
}

function named({ name, id }: TaskSubject): string {
  return id === null ? nameTask(name) : `${nameTask(name)} (${id})`;
}

/** A container whose exit code counts ended with another one than 0. */
export function taskFailed(
  subject: TaskSubject,
  { container, exitCode, ...shown }: TaskShown & { readonly container: string; readonly exitCode: number },
): DeployError {
  const details = { container, exitCode, ...shown.details };
  const how = `failed: container ${container} ended with exit code ${exitCode}`;
  return failure('TASK_FAILED', subject, { ...shown, how, details });
}

/** The task never ran. */
export function taskNotStarted(subject: TaskSubject, shown: TaskShown): DeployError {
  return failure('TASK_NOT_STARTED', subject, { ...shown, how: `did not start: ${shown.reason}` });
}

/** The task never ran, as the log group of a container does not exist. */
export function taskLogGroupMissing(subject: TaskSubject, shown: TaskShown): DeployError {
  const how = `did not start, as a log group is missing: ${shown.reason}`;
  return failure('TASK_LOG_GROUP_MISSING', subject, { ...shown, how });
}

/** There is no room for the task. */
export function taskNotPlaced(subject: TaskSubject, shown: TaskShown): DeployError {
  return failure('TASK_NOT_PLACED', subject, { ...shown, how: `was not placed: ${shown.reason}` });
}

/** Another essential container ended first, and took the task with it. */
export function taskSidecarEnded(
  subject: TaskSubject,
  {
    container,
    exitCode,
    ...shown
  }: Omit<TaskShown, 'hint'> & { readonly container: string; readonly exitCode: number },
): DeployError {
  const how = `was ended by container ${container}, which is essential and ended with exit code ${exitCode}`;
  return failure('TASK_SIDECAR_ENDED', subject, {
    ...shown,
    how,
    hint: `keep ${container} running, or set essential: false for it; its log shows why it ended`,
    details: { container, exitCode, ...shown.details },
  });
}

/** Nobody knows how a container ended whose exit code counts. */
export function taskWithoutExitCode(
  subject: TaskSubject,
  { container, ...shown }: Omit<TaskShown, 'hint'> & { readonly container: string },
): DeployError {
  const how = `ended, and ECS gives no exit code of container ${container}: ${shown.reason}`;
  return failure('TASK_NO_EXIT_CODE', subject, {
    ...shown,
    how,
    hint: `its log shows how far it came; ${againText(subject)}`,
    details: { container, ...shown.details },
  });
}

/** Somebody called StopTask. */
export function taskStopped(subject: TaskSubject, shown: Omit<TaskShown, 'hint'>): DeployError {
  return failure('TASK_STOPPED', subject, {
    ...shown,
    how: `was stopped from outside: ${shown.reason}`,
    hint: `CloudTrail says who called StopTask; ${againText(subject)}`,
  });
}

/** The platform took the task away. */
export function taskInterrupted(subject: TaskSubject, shown: Omit<TaskShown, 'hint'>): DeployError {
  return failure('TASK_INTERRUPTED', subject, {
    ...shown,
    how: `was interrupted by the platform: ${shown.reason}`,
    hint: `${againText(subject)}; set launchType or capacityProviderStrategy of the task to run it where nothing interrupts it`,
  });
}

/** The task took longer than it may, and was stopped. */
export function taskTimedOut(subject: TaskSubject, timeout: string, evidence: readonly string[]): DeployError {
  return failure('TASK_TIMED_OUT', subject, {
    how: `was stopped: it took longer than ${timeout}`,
    hint: 'set a longer timeout for the task',
    evidence,
    details: { timeout },
  });
}

/** The run was interrupted while the task ran. */
export function taskCancelled(
  subject: TaskSubject,
  { stopped, cause }: { readonly stopped: boolean; readonly cause: unknown },
): DeployError {
  const { cluster, name, id } = subject;
  return new DeployError(
    'TASK_CANCELLED',
    stopped ? `${named(subject)} was stopped, as the run was interrupted` : `${named(subject)} continues in ECS`,
    {
      cause,
      category: 'interrupted',
      outcome: 'cancelled',
      hint: stopped
        ? againText(subject)
        : `${subject.byHand === true ? '' : 'the next run of this release finds it; '}to stop it: aws ecs stop-task --cluster ${cluster} --task ${id}`,
      details: { cluster, task: name, taskId: id, stopped },
    },
  );
}

/** The task ran for this release, and nobody knows how it ended. */
export function taskOutcomeUnknown(subject: TaskSubject, at: string | null): DeployError {
  const when = at === null ? '' : ` at ${at.slice(0, 16).replace('T', ' ')} UTC`;
  return failure('TASK_OUTCOME_UNKNOWN', subject, {
    how: `was started${subject.byHand === true ? '' : ' for this release'}${when}, and ECS no longer says how it ended`,
    hint: `look at its log; ${subject.byHand === true ? againText(subject) : 'set again: true for the task to run it once more'}`,
    details: { at },
  });
}

/** A one-off task names a task definition that is not there. */
export function taskDefinitionNotFound(
  { target, task }: { readonly target: TargetId; readonly task: string },
  name: string,
  cause: unknown,
): DeployError {
  return new DeployError(
    'TASK_DEFINITION_NOT_FOUND',
    `there is no task definition ${JSON.stringify(name)}, which ecs.tasks.${task} of ${target} is to run`,
    { category: 'usage', cause, hint: 'register it, or set taskDefinition of the task to one that exists' },
  );
}

/** One-off tasks that cannot run as they are written, all at once. */
export function tasksInvalid(
  problems: readonly { readonly target: TargetId; readonly message: string }[],
): DeployError {
  const texts = problems.map(({ target, message }) => `${target}: ${message}`);
  const [only, ...more] = texts;
  return new DeployError(
    'TASKS_INVALID',
    more.length === 0
      ? `tasks cannot run as they are written: ${only}`
      : `tasks cannot run as they are written:\n${texts.join('\n')}`,
    { category: 'usage', hint: 'correct ecs.tasks or ecs.needs of the service', details: { problems } },
  );
}
