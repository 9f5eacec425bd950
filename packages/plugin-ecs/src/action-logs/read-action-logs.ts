import { translateError } from '@funade/aws';
import type { RunContext } from '@funade/core';
import { useLogs } from '../api/read-clients.ts';
import { type ActionLogEntry, parseActionLog } from './parse-action-log.ts';

/** An entry with its id in CloudWatch Logs. */
export interface LoggedAction extends ActionLogEntry {
  readonly id: string;
}

/** Which entries of a log group are wanted. */
export interface ActionWindow {
  /** Milliseconds since the epoch, inclusive. */
  readonly from: number;
  /** A word that each of them contains; null: any. */
  readonly word: string | null;
  /** Whether those that were read are enough. */
  enough(entries: readonly LoggedAction[]): boolean;
}

/** A log group may hold much else: no more is read of it at once. */
const mostPages = 3;

/** The newest entries of a log group that action logs are delivered to, oldest first. Reads only; throws what AWS refuses. */
export async function readActionLogs(
  group: string,
  { from, word, enough }: ActionWindow,
  context: RunContext,
): Promise<readonly LoggedAction[]> {
  const { client, sdk } = await useLogs(context, context.environment.region);
  const found: LoggedAction[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    try {
      const command = new sdk.FilterLogEventsCommand({
        logGroupName: group,
        startTime: from,
        startFromHead: false,
        ...(word === null ? {} : { filterPattern: JSON.stringify(word) }),
        ...(nextToken === undefined ? {} : { nextToken }),
      });
      const answer = await client.send(command, { abortSignal: context.signal });
      for (const { message = '', timestamp = 0, eventId: id = '' } of answer.events ?? []) {
        const entry = parseActionLog(message, timestamp);
        if (entry !== null) found.push({ ...entry, id });
      }
      nextToken = answer.nextToken;
    } catch (error) {
      throw translateError(error, { operation: 'logs:FilterLogEvents', subject: group });
    }
    if (nextToken === undefined || enough(found)) break;
  }
  return found.toSorted((a, b) => a.at - b.at);
}
