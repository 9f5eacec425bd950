import { translateError } from '@funade/aws';
import type { RunContext } from '@funade/core';
import { useLogs } from '../api/read-clients.ts';
import type { LogPlace } from './stop-report.ts';

/** Lines of a failing container that are shown. */
const lastLines = 20;

/** The end of a log, or where to look instead. */
export interface LogEnd {
  readonly lines: readonly string[];
  readonly elsewhere: string | null;
}

/** Reads the last lines of a log stream; whoever may not read it is told how to look. Never throws. */
export async function readLog(place: LogPlace, context: RunContext): Promise<LogEnd> {
  const { group, stream, region } = place;
  try {
    const { client, sdk } = await useLogs(context, region);
    const command = new sdk.GetLogEventsCommand({
      logGroupName: group,
      logStreamName: stream,
      limit: lastLines,
      startFromHead: false,
    });
    const { events = [] } = await client.send(command, { abortSignal: context.signal });
    const lines = events.flatMap(({ message = '' }) => message.trimEnd().split('\n')).slice(-lastLines);
    return lines.length > 0 ? { lines, elsewhere: null } : { lines, elsewhere: 'the log is empty' };
  } catch (error) {
    const { message } = translateError(error, { operation: 'logs:GetLogEvents', subject: group });
    const look = `aws logs tail ${group} --log-stream-names ${stream} --region ${region}`;
    return { lines: [], elsewhere: `${message}; see: ${look}` };
  }
}
