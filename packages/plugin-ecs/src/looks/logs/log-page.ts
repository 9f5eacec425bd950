import type { FilteredLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import { translateError } from '@funade/aws';
import type { RunContext } from '@funade/core';
import { useLogs } from '../../api/read-clients.ts';
import type { LogSource } from './log-source.ts';

/** Which events of a source are wanted. */
export interface LogWindow {
  /** Milliseconds since the epoch, inclusive. */
  readonly from: number;
  readonly filter: string | null;
}

/**
 * The events of a source in pages, in the order of time. A page may be empty and others follow: it is what was searched.
 * Throws what AWS refuses.
 */
export async function* logPages(
  { region, group, prefix }: LogSource,
  { from, filter }: LogWindow,
  context: RunContext,
): AsyncGenerator<readonly FilteredLogEvent[], void, undefined> {
  const { client, sdk } = await useLogs(context, region);
  let nextToken: string | undefined;
  do {
    try {
      const command = new sdk.FilterLogEventsCommand({
        logGroupName: group,
        startTime: from,
        ...(prefix === null ? {} : { logStreamNamePrefix: prefix }),
        ...(filter === null ? {} : { filterPattern: filter }),
        ...(nextToken === undefined ? {} : { nextToken }),
      });
      const answer = await client.send(command, { abortSignal: context.signal });
      nextToken = answer.nextToken;
      yield answer.events ?? [];
    } catch (error) {
      throw translateError(error, { operation: 'logs:FilterLogEvents', subject: group });
    }
  } while (nextToken !== undefined);
}
