import type { FilteredLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import { isAwsError } from '@funade/aws';
import {
  type DeployError,
  isDeployError,
  type LogLine,
  type LogListener,
  type LogsRequest,
  type RunContext,
} from '@funade/core';
import { isTransientError } from '../../api/is-transient-error.ts';
import type { EcsOptions } from '../../options/options.ts';
import { logsUnreadable, noSuchContainer } from '../errors.ts';
import { forgetBefore, lookFrom, pauseBetweenLooks } from './follow-window.ts';
import { logPages } from './log-page.ts';
import { createLogRoster, type LogRoster } from './log-roster.ts';
import type { SharedSource } from './log-source.ts';
import { mergePages } from './merge-pages.ts';

/** Milliseconds between two looks at which tasks there are, and more when there are many services. */
const refreshPause = (services: number): number => Math.max(15_000, services * 500);

/** What is known of a source that is read. */
interface Reading {
  readonly source: SharedSource;
  /** Time by id of what was told. */
  readonly told: Map<string, number>;
  newest: number | null;
  /** Why there is nothing to read: it may not be read, or is not there yet; null when it can be. */
  lacks: 'permission' | 'group' | null;
}

interface TimedLine {
  readonly at: number;
  readonly line: LogLine;
}

/**
 * Tells what the containers of the targets wrote, of all log groups that their task definitions name. With `follow` it goes on
 * until the signal aborts, whose reason it throws.
 *
 * @throws `UNKNOWN_CONTAINER`, `LOGS_UNREADABLE`, `CLUSTER_NOT_FOUND`, `PLACE_NEEDS_RELEASE` and what AWS refuses.
 */
export async function logs(
  request: LogsRequest<EcsOptions>,
  context: RunContext,
  listener: LogListener,
): Promise<void> {
  const notes = new Set<string>();
  const note: LogListener['note'] = (target, text) => {
    if (notes.has(`${target} ${text}`)) return;
    notes.add(`${target} ${text}`);
    listener.note(target, text);
  };
  const roster = createLogRoster(request, context, note);
  await roster.refresh();
  if (request.container !== null && roster.containers.size > 0 && !roster.containers.has(request.container)) {
    throw noSuchContainer(request.container, [...roster.containers]);
  }
  const reader = createReader(roster, { request, note }, context);
  await tell(mergePages(reader.readings().map((reading) => reader.pages(reading, request.since))), listener);
  // A group may be made later, by the first task that writes to it.
  const lost = (lacks: Reading['lacks']): boolean => lacks === 'permission' || (lacks === 'group' && !request.follow);
  if (reader.readings().every(({ lacks }) => lost(lacks))) throw logsUnreadable(request.targets.map(({ id }) => id));
  if (request.follow) await follow({ roster, reader, request, listener }, context);
}

async function tell(runs: AsyncIterable<readonly TimedLine[]>, listener: LogListener): Promise<void> {
  for await (const run of runs) listener.lines(run.map(({ line }) => line));
}

type Reader = ReturnType<typeof createReader>;

interface Following {
  readonly roster: LogRoster;
  readonly reader: Reader;
  readonly request: LogsRequest<EcsOptions>;
  readonly listener: LogListener;
}

async function follow({ roster, reader, request, listener }: Following, context: RunContext): Promise<never> {
  const { clock, signal } = context;
  let refreshed = clock.monotonic();
  for (let look = 0; ; look += 1) {
    await clock.sleep(pauseBetweenLooks, { signal });
    if (clock.monotonic() - refreshed >= refreshPause(request.targets.length)) {
      await roster.refresh().catch(unlessTransient);
      refreshed = clock.monotonic();
    }
    const now = clock.now();
    const runs = mergePages(
      reader.readings().map((reading) => {
        const { newest } = reading;
        reader.forget(reading, forgetBefore({ newest, now }));
        return reader.pages(reading, lookFrom({ since: request.since, newest, now, look }));
      }),
    );
    await tell(runs, listener);
  }
}

interface Reads {
  readonly request: LogsRequest<EcsOptions>;
  readonly note: LogListener['note'];
}

/** Reads sources, and knows what was told of each. */
function createReader(roster: LogRoster, { request, note }: Reads, context: RunContext) {
  const known = new Map<string, Reading>();
  return {
    /** One for each source that there is by now. */
    readings(): readonly Reading[] {
      return [...roster.sources].map(([key, source]) => {
        const before = known.get(key);
        const reading = before === undefined ? { told: new Map(), newest: null, lacks: null } : before;
        // The source may have got further targets.
        const next = Object.assign(reading, { source });
        known.set(key, next);
        return next;
      });
    },
    forget({ told }: Reading, before: number): void {
      for (const [id, at] of told) if (at < before) told.delete(id);
    },
    /** What a source has from a time on and what was not told before. Does not throw for a source that cannot be read: it is noted. */
    async *pages(reading: Reading, from: number): AsyncGenerator<readonly TimedLine[], void, undefined> {
      if (reading.lacks === 'permission') return;
      const { source } = reading;
      try {
        for await (const events of logPages(source, { from, filter: request.filter }, context)) {
          const fresh = events.filter(({ eventId = '' }) => !reading.told.has(eventId));
          await roster.learn(
            source,
            fresh.map(({ logStreamName = '' }) => logStreamName),
          );
          for (const { eventId = '', timestamp = 0 } of fresh) {
            if (request.follow) reading.told.set(eventId, timestamp);
            reading.newest = Math.max(reading.newest ?? 0, timestamp);
          }
          reading.lacks = null;
          yield fresh.flatMap((event) => timedLine(roster, source, event) ?? []);
        }
      } catch (error) {
        const text = unreadable(error, source, request);
        for (const target of source.targets) note(target, text);
        reading.lacks = lackOf(error as DeployError);
      }
    },
  };
}

function timedLine(roster: LogRoster, source: SharedSource, event: FilteredLogEvent): TimedLine | null {
  const { logStreamName = '', timestamp = 0, message = '' } = event;
  const writer = roster.writerOf(source, logStreamName);
  if (writer === null) return null;
  const { id, service } = writer.target;
  const { task, container } = writer;
  return {
    at: timestamp,
    line: { target: id, service, task, container, at: new Date(timestamp).toISOString(), message: message.trimEnd() },
  };
}

/** Why a source cannot be read, if that is about the source; throws anything else. */
function unreadable(error: unknown, { group, region }: SharedSource, { follow: goesOn }: LogsRequest): string {
  if (!isDeployError(error)) throw error;
  if (isAwsError(error.cause, 'AccessDeniedException'))
    return `log group ${group} (${region}) needs logs:FilterLogEvents`;
  if (isAwsError(error.cause, 'ResourceNotFoundException')) return `there is no log group ${group} in ${region}`;
  if (goesOn && isTransientError(error)) return `log group ${group} (${region}) could not be read for a while`;
  throw error;
}

function lackOf({ cause }: DeployError): Reading['lacks'] {
  if (isAwsError(cause, 'AccessDeniedException')) return 'permission';
  return isAwsError(cause, 'ResourceNotFoundException') ? 'group' : null;
}

function unlessTransient(error: unknown): void {
  if (!isDeployError(error) || !isTransientError(error)) throw error;
}
