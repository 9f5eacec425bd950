import type { DeployError, JsonObject } from '@funade/core';
import { againText } from '../model/again-text.ts';
import {
  type TaskShown,
  type TaskSubject,
  taskFailed,
  taskInterrupted,
  taskLogGroupMissing,
  taskNotPlaced,
  taskNotStarted,
  taskSidecarEnded,
  taskStopped,
  taskWithoutExitCode,
} from '../model/task-errors.ts';
import type { StopCause } from '../stopped-task/stop-cause.ts';
import { stopCause } from '../stopped-task/stop-cause.ts';
import { stopHint } from '../stopped-task/stop-hint.ts';
import { plainReport, stopEvidence } from '../stopped-task/stop-report.ts';
import type { LogFollower } from './follow-log.ts';
import { isPlacement, placementHint } from './placement-hint.ts';
import type { SeenTask, TaskVerdict } from './task-verdict.ts';

/** A task that failed, and what shows why. */
export interface FailedTask {
  readonly subject: TaskSubject;
  readonly task: SeenTask;
  readonly verdict: Extract<TaskVerdict, { readonly state: 'failed' }>;
  readonly log: Pick<LogFollower, 'last' | 'place'>;
  /** Page of the task in the AWS console. */
  readonly link: string;
}

/** What a failed task throws: each way to end has its own code and hint. */
export function taskFailure({ subject, task, verdict, log, link }: FailedTask): DeployError {
  const found = stopCause(task);
  const cause: StopCause = found ?? { class: 'unknown', reason: task.reason, container: null, exitCode: null };
  const place = typeof log.place === 'string' ? null : log.place;
  const report = plainReport({
    cause,
    count: 1,
    task: task.id,
    link,
    containers: task.containers.map(({ ended: _, ...container }) => container),
    log: place,
    lines: log.last,
    elsewhere: typeof log.place === 'string' ? log.place : null,
  });
  const shown: Omit<TaskShown, 'hint'> = {
    reason: report.cause.reason,
    evidence: stopEvidence(report),
    details: { stopped: report as unknown as JsonObject },
  };
  switch (verdict.why) {
    case 'exit':
      return taskFailed(subject, { ...shown, ...verdict, hint: exitHint(verdict, cause, subject) });
    case 'sidecar':
      return taskSidecarEnded(subject, { ...shown, ...verdict });
    case 'no-exit-code':
      return taskWithoutExitCode(subject, { ...shown, container: verdict.container });
    case 'stopped':
      return taskStopped(subject, shown);
    case 'interrupted':
      return taskInterrupted(subject, shown);
    case 'not-started':
      return notStarted(subject, { ...shown, hint: stopHint(cause) }, cause);
    default:
      return verdict satisfies never;
  }
}

function notStarted(subject: TaskSubject, shown: TaskShown, { class: kind, reason }: StopCause): DeployError {
  if (kind === 'log.group') return taskLogGroupMissing(subject, shown);
  if (isPlacement(reason)) return taskNotPlaced(subject, { ...shown, hint: placementHint(reason) });
  return taskNotStarted(subject, shown);
}

function exitHint(
  { container, exitCode, before }: Extract<FailedTask['verdict'], { readonly why: 'exit' }>,
  cause: StopCause,
  subject: TaskSubject,
): string {
  if (before !== undefined) return otherContainerHint({ container, before }, subject);
  if (cause.class === 'container.oom' || cause.class === 'container.killed') return stopHint(cause);
  if (exitCode === 126 || exitCode === 127 || exitCode === 139) {
    return stopHint({ ...cause, class: 'container.exit', container, exitCode });
  }
  return `the last lines of its log show why; ${againText(subject)}`;
}

function otherContainerHint(
  { container, before }: { readonly container: string; readonly before: string },
  { byHand }: TaskSubject,
): string {
  const happened = `container ${before} ended with exit code 0, which may have ended ${container}`;
  const option = `container: '${before}'`;
  return byHand === true
    ? `${happened}: if only ${before} counts, write ${option} in a task under ecs.tasks, and run that with --task`
    : `${happened}: if only ${before} counts, write ${option} in the task`;
}
