import {
  type Plugin,
  plainLine,
  type Report,
  type Reporter,
  type Reporters,
  type RunContext,
  reporterFailed,
  steadyClock,
  tellReporters,
} from '@funade/core';
import { type JournalReporter, journalReporter } from '@funade/core/node';
import type { Io } from '../model/io.ts';
import type { RunOptions } from '../model/options.ts';
import { styleOf } from '../render/style.ts';
import { type ChosenReporter, chooseReporter, openReporter } from './choose-reporter.ts';

/** Everybody who is told of the runs of one command. */
export interface Reporting {
  /** How the runs are shown. */
  readonly shownBy: ChosenReporter;
  readonly journal: JournalReporter;
  readonly reporters: Reporters;
  /** Hands the final report on, and warns of reporters that failed. */
  report(report: Report): Promise<void>;
}

/** Opens the display, the journal and the reporters of plugins, in the order in which they are told. */
export async function openReporting(
  {
    plugins,
    context,
    state,
  }: { readonly plugins: readonly Plugin[]; readonly context: RunContext; readonly state: string },
  options: RunOptions,
  io: Io,
): Promise<Reporting> {
  const shownBy = chooseReporter(options, io);
  const style = styleOf(io.stderr, io, options.color);
  const warn = (message: string): void => io.stderr.write(`${style.yellow('warning:')} ${plainLine(message)}\n`);
  const shown = await openReporter(
    shownBy,
    { output: io.stderr, style, clock: steadyClock(io.clock), every: io.every },
    io,
  );
  const journal = journalReporter(state);
  const reporters = tellReporters([journal, shown, ...reportersOf(plugins, context, warn)]);
  return {
    shownBy,
    journal,
    reporters,
    report: async (report) => {
      for (const message of await reporters.report(report)) warn(message);
    },
  };
}

function reportersOf(
  plugins: readonly Plugin[],
  context: RunContext,
  warn: (message: string) => void,
): readonly Reporter[] {
  return plugins.flatMap((plugin) => {
    try {
      const reporter = plugin.reporter?.(context) ?? null;
      return reporter === null ? [] : [reporter];
    } catch (error) {
      warn(reporterFailed(plugin.name, error));
      return [];
    }
  });
}
