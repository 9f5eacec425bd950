import { isAwsError, translateError } from '@funade/aws';
import type { JsonObject, StepContext } from '@funade/core';
import { useLogs } from '../api/read-clients.ts';
import { logPlace } from '../stopped-task/log-place.ts';
import type { LogPlace } from '../stopped-task/stop-report.ts';

/** Hands on the log of a container as it grows. */
export interface LogFollower {
  /** Reads what has come since the last time; how many lines that were. Never throws, the run's end apart. */
  read(): Promise<number>;
  /** The last lines that came, oldest first. */
  readonly last: readonly string[];
  /** Where it is; a text says where else to look. */
  readonly place: LogPlace | string;
}

/** Lines that an error shows. */
const kept = 20;

/** Pages that are read at once, at most: what is more comes next time. */
const pagesAtOnce = 20;

export interface LogWanted {
  readonly definition: JsonObject;
  /** Null: the first container that writes to CloudWatch Logs. */
  readonly container: string | null;
  readonly taskId: string;
}

/** A follower of the log of one container, from its beginning. `line` is given each line once. */
export function followLog(
  { definition, container, taskId }: LogWanted,
  line: (text: string) => void,
  context: StepContext,
): LogFollower {
  const { region } = context.environment;
  const place = logPlace({ taskDefinition: definition, container, taskId, region });
  const last: string[] = [];
  let token: string | undefined;
  let blind = typeof place === 'string';

  const page = async (at: LogPlace): Promise<readonly string[] | null> => {
    const { client, sdk } = await useLogs(context, at.region);
    const command = new sdk.GetLogEventsCommand({
      logGroupName: at.group,
      logStreamName: at.stream,
      startFromHead: true,
      ...(token === undefined ? {} : { nextToken: token }),
    });
    const { events = [], nextForwardToken } = await client.send(command, { abortSignal: context.signal });
    // The end of the log has the token that led there.
    const atEnd = nextForwardToken === undefined || nextForwardToken === token;
    token = nextForwardToken ?? token;
    const lines = events.flatMap(({ message = '' }) => message.trimEnd().split('\n'));
    return atEnd && lines.length === 0 ? null : lines;
  };

  return {
    place,
    last,
    async read() {
      if (blind || typeof place === 'string') return 0;
      let count = 0;
      try {
        for (let pages = 0; pages < pagesAtOnce; pages += 1) {
          const lines = await page(place);
          if (lines === null) break;
          for (const text of lines) line(text);
          count += lines.length;
          last.push(...lines);
          last.splice(0, Math.max(0, last.length - kept));
        }
      } catch (error) {
        context.signal.throwIfAborted();
        if (!isAwsError(error, 'AccessDeniedException')) return count;
        blind = true;
        const { message } = translateError(error, { operation: 'logs:GetLogEvents', subject: place.group });
        context.warn(`${message}; see: aws logs tail ${place.group} --log-stream-names ${place.stream}`);
      }
      return count;
    },
  };
}
