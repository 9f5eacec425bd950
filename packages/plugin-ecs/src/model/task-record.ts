import { createHash } from 'node:crypto';
import type { JsonObject, PastTask } from '@funade/core';

/** Begins the keys of the tags that say which one-off tasks ran for a revision. */
const prefix = 'funade:task:';

/** Most characters of a key: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-using-tags.html */
const longestKey = 128;

/** Whose task a record is about. */
export interface TaskName {
  readonly environment: string;
  /** The service that the task belongs to. */
  readonly service: string;
  readonly task: string;
}

/** What the tag of a revision says about a one-off task that ran for it. */
export interface TaskRecord extends Omit<PastTask, 'name'> {
  /** Sixteen hex digits that differ from release to release: a revision may be that of several. */
  readonly release: string;
}

/**
 * The tag that records a task on a revision. A service has one for each task and environment: the last run counts.
 *
 * ECS forgets a task an hour after it stopped; the revision stays, and what is to run it has to read it anyway.
 */
export function taskRecordTag(name: TaskName, record: TaskRecord): { readonly key: string; readonly value: string } {
  const { when, state, release, task, at } = record;
  return { key: keyOf(name), value: `${when} ${state} ${release} ${task} ${at.slice(0, 19)}Z` };
}

/** What the tags of a described task definition record of a task; null: nothing. */
export function taskRecordOf(tags: readonly JsonObject[], name: TaskName): TaskRecord | null {
  const key = keyOf(name);
  const found = tags.find((tag) => tag.key === key)?.value;
  return typeof found === 'string' ? parse(found) : null;
}

/**
 * The one-off tasks that the tags of a described task definition record for an environment, the earliest first. This is how
 * to learn which tasks ran early: a task with `when: 'before'` was run before the revision took over, and a rollback does not
 * undo it. Every service that waits for a task records it on its own revision, so the tags of one service's revisions are
 * enough.
 */
export function recordedTasks(tags: readonly JsonObject[], environment: string): readonly PastTask[] {
  const begin = `${prefix}${plain(environment)}/`;
  return tags
    .flatMap(({ key, value }): PastTask[] => {
      if (typeof key !== 'string' || !key.startsWith(begin) || typeof value !== 'string') return [];
      const record = parse(value);
      if (record === null) return [];
      const { release: _, ...rest } = record;
      return [{ name: key.slice(begin.length), ...rest }];
    })
    .toSorted((a, b) => a.at.localeCompare(b.at) || a.name.localeCompare(b.name));
}

function keyOf({ environment, service, task }: TaskName): string {
  const key = `${prefix}${plain(environment)}/${plain(service)}/${plain(task)}`;
  if (key.length <= longestKey) return key;
  return `${key.slice(0, longestKey - 9)}-${createHash('sha256').update(key).digest('hex').slice(0, 8)}`;
}

/** AWS takes letters, digits, spaces and `_.:/=+-@` in a tag. */
function plain(name: string): string {
  return name.replace(/[^\p{L}\p{N}_.:=+\-@]/gu, '_');
}

const pattern =
  /^(?<when>before|after) (?<state>started|succeeded|failed) (?<release>[0-9a-f]{16}) (?<task>[\w-]+) (?<at>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)$/;

/** Anybody may write a tag, so what does not read as one of ours says nothing. */
function parse(value: string): TaskRecord | null {
  const { when, state, release = '', task = '', at = '' } = pattern.exec(value)?.groups ?? {};
  if (when === undefined || state === undefined) return null;
  return { when: when as TaskRecord['when'], state: state as TaskRecord['state'], release, task, at };
}
