import { maskText, plainLine } from '@funade/core';
import type { StopCause, StoppedContainer } from './stop-cause.ts';

/** Where a container's log is. */
export interface LogPlace {
  readonly group: string;
  readonly stream: string;
  readonly region: string;
}

/** What is known of the tasks that died in one way. */
export interface StopReport {
  readonly cause: StopCause;
  /** How many died so. */
  readonly count: number;
  /** Id of the first of them; null when ECS only told an event. */
  readonly task: string | null;
  /** Page of that task in the AWS console. */
  readonly link: string | null;
  readonly containers: readonly StoppedContainer[];
  /** Null when no container of the task writes to CloudWatch Logs. */
  readonly log: LogPlace | null;
  /** The last lines, oldest first. */
  readonly lines: readonly string[];
  /** Why there are no lines, or where else to look; null when there are. */
  readonly elsewhere: string | null;
}

/** What died and why, in one line. */
export function stopHeadline({ cause, task }: StopReport): string {
  const where = task === null ? '' : `task ${task} stopped: `;
  return `${where}${causeText(cause)}`;
}

/** Why tasks died, in one line. */
export function causeText({ class: kind, reason }: StopCause): string {
  return `${kind}: ${foreign(reason)}`;
}

/** What shows the cause, for the error and for a log: the task, exit codes, where the log is and its last lines. */
export function stopEvidence({ count, task, link, containers, log, lines, elsewhere }: StopReport): readonly string[] {
  return [
    ...(task === null ? [] : [`task ${task}${count > 1 ? `, and ${count - 1} more for the same reason` : ''}`]),
    ...(link === null ? [] : [link]),
    ...containers.map(containerLine),
    ...(log === null ? [] : [`log ${log.group} ${log.stream}`]),
    ...lines.map((line) => `| ${foreign(line)}`),
    ...(elsewhere === null ? [] : [plainLine(elsewhere)]),
  ];
}

function containerLine({ name, exitCode, reason, health }: StoppedContainer): string {
  const parts = [
    exitCode === null ? 'did not run' : `exit code ${exitCode}`,
    ...(health === 'UNHEALTHY' ? ['unhealthy'] : []),
    ...(reason === null ? [] : [foreign(reason)]),
  ];
  return `container ${name}: ${parts.join(', ')}`;
}

/** The report for programs: the same facts, with the texts of containers and of ECS as they may be shown. */
export function plainReport(report: StopReport): StopReport {
  const { cause, containers, lines } = report;
  return {
    ...report,
    cause: { ...cause, reason: foreign(cause.reason) },
    containers: containers.map((one) => ({ ...one, reason: one.reason === null ? null : foreign(one.reason) })),
    lines: lines.map(foreign),
  };
}

/** What a container or ECS wrote, in one line that cannot pass for one of ours, without what looks like a secret. */
function foreign(text: string): string {
  return maskText(plainLine(text));
}
