import { createHash } from 'node:crypto';
import type { Environment, Release } from '@funade/core';

/** A one-off task of a release in an environment. */
export interface TaskOfRelease {
  readonly project: string;
  readonly environment: Environment;
  readonly release: Pick<Release, 'tag' | 'commit'>;
  /** The service that it belongs to. */
  readonly service: string;
  readonly task: string;
}

/** By what the runs of a task for one release are known again. */
export interface TaskKey {
  /** Sixteen hex digits of the release, for records. */
  readonly release: string;
  /** What ECS keeps on each of its tasks, and lists them by. */
  readonly startedBy: string;
}

/** Most characters of `startedBy`: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html */
const longest = 128;

/** The same for every run of a task for a release in an environment, and for nothing else. */
export function taskKey({ project, environment, release, service, task }: TaskOfRelease): TaskKey {
  const { name, account, region } = environment;
  const hash = hashOf([project, name, account, region, service, task, release.tag, release.commit]).slice(0, 16);
  const words = ['funade', project, name, service, task, release.tag ?? release.commit.slice(0, 7)];
  const text = words.map((word) => word.replace(/[^A-Za-z0-9_-]/g, '-')).join('/');
  return { release: hash, startedBy: `${text.slice(0, longest - hash.length - 1)}/${hash}` };
}

/**
 * The token that RunTask starts one attempt of a task with: whoever starts the same attempt gets the same ECS task.
 * `after`: id of the attempt before it that has ended; null: there was none.
 *
 * ECS keeps a token for a day at most, and until an hour after its task has ended, as long as the task itself can be seen.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/ECS_Idempotency.html
 */
export function attemptToken(startedBy: string, after: string | null): string {
  return hashOf([startedBy, after]);
}

function hashOf(parts: readonly (string | null)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
