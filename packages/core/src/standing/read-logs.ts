import { maskText } from '../diff/mask-text.ts';
import type { LogListener, LogsRequest } from '../model/logs.ts';
import { plainText } from '../model/plain-text.ts';
import type { Plugin } from '../model/plugin.ts';
import type { RunContext } from '../model/run-context.ts';
import { connectPlugins } from '../plan/observe.ts';
import { standingRequest } from '../plan/request.ts';
import type { StandingWanted } from './ask-standing.ts';

/** Whose logs are read, and which lines. */
export type LogsWanted = StandingWanted & Pick<LogsRequest, 'container' | 'since' | 'filter' | 'follow'>;

/** What reads the logs, and who hears them. */
export interface LogReaders {
  readonly plugins: readonly Plugin[];
  readonly listener: LogListener;
}

/**
 * Tells the lines of every target's logs, without what a terminal would obey or what looks like a secret; with `follow` until the context's signal aborts, whose reason it then throws.
 * Reads only. Throws what the plugins throw and `OPTIONS_INVALID`.
 */
export async function readLogs(
  wanted: LogsWanted,
  { plugins, listener }: LogReaders,
  context: RunContext,
): Promise<void> {
  const { container, since, filter, follow } = wanted;
  const asked = plugins.flatMap((plugin) => {
    if (plugin.logs === undefined) return [];
    const request = { ...standingRequest(wanted, plugin), container, since, filter, follow };
    return request.targets.length === 0 ? [] : [{ plugin, request }];
  });
  await connectPlugins(plugins, context);
  const { secrets } = context.resources;
  const shown: LogListener = {
    lines: (lines) =>
      listener.lines(lines.map((line) => ({ ...line, message: maskText(plainText(secrets.redact(line.message))) }))),
    note: (target, text) => listener.note(target, text),
  };
  await Promise.all(asked.map(({ plugin, request }) => plugin.logs?.(request, context, shown)));
}
