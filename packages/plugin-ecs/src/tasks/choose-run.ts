import type { TaskRecord } from '../model/task-record.ts';
import type { SeenTask, TaskVerdict } from './task-verdict.ts';

/** A run of a task for the release, as ECS shows it. */
export interface SeenRun {
  readonly task: SeenTask;
  readonly state: TaskVerdict['state'];
}

/** What is known of the runs of a task for one release. */
export interface KnownRuns {
  /** Those that ECS shows. */
  readonly runs: readonly SeenRun[];
  /** What the revision records for this release; null: nothing. */
  readonly record: TaskRecord | null;
  /** A success counts as an attempt and no more. */
  readonly again: boolean;
  /** When a run that was killed began to start one, in milliseconds since the epoch; null: there was none. */
  readonly begun: number | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What is to be done. */
export type RunChoice =
  /** It runs, or did a moment ago and cannot be seen yet. */
  | { readonly act: 'join'; readonly id: string }
  | { readonly act: 'done'; readonly id: string; readonly at: string | null }
  /** It was started, and nothing says how it ended. */
  | { readonly act: 'unknown'; readonly id: string; readonly at: string }
  /** `after`: id of the attempt before that has ended. */
  | { readonly act: 'start'; readonly after: string | null };

/** A task may not be seen for some minutes after RunTask: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html */
export const lagMs = 5 * 60_000;

/** Milliseconds that the clock of the machine may be ahead of that of ECS. */
const skewMs = 5_000;

/**
 * Whether a task is still to be run for a release, so that it runs once: what runs is joined, what has succeeded is done, and
 * an attempt that failed is followed by the next one. Two that choose at the same time choose the same.
 */
export function chooseRun({ runs, record, again, begun, now }: KnownRuns): RunChoice {
  const newest = runs.toSorted((a, b) => (b.task.createdAt ?? 0) - (a.task.createdAt ?? 0));
  const running = newest.find(({ state }) => state === 'running');
  if (running !== undefined) return { act: 'join', id: running.task.id };
  // What a killed run started is its attempt, however that has ended since: whoever waits for it says so.
  const own = newest.find(({ task }) => begun !== null && (task.createdAt ?? 0) >= begun - skewMs);
  if (own !== undefined) return { act: 'join', id: own.task.id };
  const unseen = record !== null && record.state === 'started' && !runs.some(({ task }) => task.id === record.task);
  if (unseen && now - Date.parse(record.at) < lagMs) return { act: 'join', id: record.task };
  // What has long begun and is not there any more is for a person to judge.
  if (unseen && !again) return { act: 'unknown', id: record.task, at: record.at };
  if (!again) {
    const success = newest.find(({ state }) => state === 'succeeded');
    if (success !== undefined) return { act: 'done', id: success.task.id, at: timeText(success.task.stoppedAt) };
    if (record?.state === 'succeeded') return { act: 'done', id: record.task, at: record.at };
  }
  return { act: 'start', after: newest[0]?.task.id ?? record?.task ?? null };
}

function timeText(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
