import { type LogListener, plainLine, readLogs } from '@funade/core';
import type { Interruption } from '../model/interruption.ts';
import type { Io } from '../model/io.ts';
import type { LogsOptions } from '../model/page-options.ts';
import { logLines, logLinesJson } from '../render/log-lines.ts';
import { styleOf } from '../render/style.ts';
import { openStanding } from '../run/open-standing.ts';
import { untilInterrupted } from '../run/until-interrupted.ts';

/** `funade logs <environment>`: what containers wrote, and with `--follow` what they write, until Ctrl-C. Changes nothing. */
export async function logs(options: LogsOptions, io: Io, interruption: Interruption): Promise<number> {
  await using standing = await openStanding(options, io, interruption);
  const { project, environment, targets } = standing;
  const { container, filter, follow } = options;
  const since = io.clock.now() - options.since * 1000;
  const wanted = { project: project.config.project, environment, targets, container, since, filter, follow };
  const gone = new AbortController();
  const context = { ...standing.context, signal: AbortSignal.any([standing.context.signal, gone.signal]) };
  const read = async (): Promise<void> => {
    try {
      await readLogs(wanted, { plugins: project.plugins, listener: listenerOf(options, io, gone) }, context);
    } catch (error) {
      if (!gone.signal.aborted) throw error;
    }
  };
  if (follow) return await untilInterrupted(interruption, read);
  await read();
  return 0;
}

/** Writes what is heard; `gone` is aborted when nobody reads any more. */
function listenerOf({ json, color }: LogsOptions, io: Io, gone: AbortController): LogListener {
  const rendered = json ? logLinesJson : logLines(styleOf(io.stdout, io, color));
  return {
    lines: (lines) => {
      for (const line of lines) io.stdout.write(rendered.text(line));
      if (!io.stdout.isOpen) gone.abort(new Error('nobody reads what is written'));
    },
    note: (target, text) => io.stderr.write(`${target}: ${plainLine(text)}\n`),
  };
}
