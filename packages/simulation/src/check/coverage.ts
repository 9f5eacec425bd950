import type { JsonObject } from '@funade/core';
import { faultKinds } from '../draw/draw-faults.ts';
import type { Recording } from '../model/recording.ts';
import { commandNames, otherNames } from '../model/story.ts';
import { text } from './steps-of.ts';

/** What was reached, and how often: `fault: throttled`. */
export type Coverage = Readonly<Record<string, number>>;

const statuses = ['SUCCESSFUL', 'STOPPED', 'ROLLBACK_SUCCESSFUL', 'IN_PROGRESS'] as const;
const outcomes = [
  'succeeded',
  'unchanged',
  'in-progress',
  'failed',
  'rolled-back',
  'superseded',
  'stopped',
  'timed-out',
  'paused',
  'skipped',
  'cancelled',
] as const;

/** What there is to reach, error codes apart. */
export const reachable: readonly string[] = [
  ...faultKinds.map(({ name }) => `fault: ${name}`),
  ...otherNames.map((name) => `others: ${name}`),
  ...commandNames.flatMap((name) => [`command: ${name}`, `killed: ${name}`]),
  'signalled: deploy',
  ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 143].map((code) => `exit code: ${code}`),
  ...outcomes.map((outcome) => `outcome: ${outcome}`),
  ...statuses.map((status) => `deployment: ${status}`),
  'side by side: two deploys of one environment',
  'skew: the clock was set',
];

/** What a story has reached. */
export function coverageOf({ processes, struck, others, ends, story }: Recording): Coverage {
  const counts: Record<string, number> = {};
  const count = (name: string): void => {
    counts[name] = (counts[name] ?? 0) + 1;
  };
  for (const each of struck)
    count(`fault: ${faultKinds.find(({ name }) => each.startsWith(`${name} `))?.name ?? each}`);
  for (const { what, how } of others) if (how === 'done') count(`others: ${what.split(' ')[0]}`);
  for (const [index, record] of processes.entries()) {
    const { command, killed, code, signalled, report, error, events } = record;
    count(`command: ${command.command}`);
    if (killed && code === null) count(`killed: ${command.command}`);
    if (signalled) count(`signalled: ${command.command}`);
    if (code !== null) count(`exit code: ${code}`);
    for (const { outcome } of report?.targets ?? []) count(`outcome: ${outcome}`);
    if (error !== null) count(`error code: ${error.code}`);
    for (const event of events) if (event.type === 'step-failed') count(`error code: ${event.error.code}`);
    if (killed && code === null) count(`moment: ${momentOf(record)}`);
    const beside = processes
      .slice(0, index)
      .some((other) => other.command.environment === command.environment && other.endedAt > record.startedAt);
    if (beside) count('side by side: two deploys of one environment');
  }
  for (const { deployments } of ends)
    for (const each of deployments) count(`deployment: ${text(each as JsonObject, 'status')}`);
  if (story.skews.length > 0) count('skew: the clock was set');
  return counts;
}

/** Between which events a process was killed. */
function momentOf({ events }: Recording['processes'][number]): string {
  const last = events.at(-1);
  if (last === undefined) return 'before the first event';
  return `after ${last.type}${'step' in last ? ` of ${last.step.split(':')[0]}` : ''}`;
}

/** Counts of several stories, added up. */
export function addUp(all: readonly Coverage[]): Coverage {
  const sum: Record<string, number> = {};
  for (const each of all) for (const [name, count] of Object.entries(each)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}
