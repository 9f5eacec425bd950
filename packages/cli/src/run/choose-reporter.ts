import type { Reporter } from '@funade/core';
import type { Io } from '../model/io.ts';
import type { ReporterName, RunOptions } from '../model/options.ts';
import { type DisplayContext, displayReporter } from '../reporters/display.ts';
import { logSections } from '../reporters/log-sections.ts';

/** A reporter that a run is shown with. */
export type ChosenReporter = Exclude<ReporterName, 'auto'> | 'none';

/**
 * Which reporter `auto` means: the list on a real terminal, lines in CI, in pipes and on terminals that cannot move
 * their cursor.
 */
export function chooseReporter(
  { reporter: name, quiet, trace }: Pick<RunOptions, 'reporter' | 'quiet' | 'trace'>,
  { stderr, env }: Pick<Io, 'stderr' | 'env'>,
): ChosenReporter {
  if (name !== 'auto') return name;
  if (quiet) return 'none';
  // Lines in between would tear the list apart.
  if (trace !== null) return 'lines';
  const inCi = env.CI !== undefined && env.CI !== '' && env.CI !== 'false' && env.CI !== '0';
  return stderr.isTTY && !inCi && env.TERM !== 'dumb' ? 'list' : 'lines';
}

/** Loads and makes a reporter. JSON lines are for programs, so they go to stdout; all others draw on stderr. */
export async function openReporter(
  name: ChosenReporter,
  context: Omit<DisplayContext, 'plan'>,
  { stdout, env }: Pick<Io, 'stdout' | 'env'>,
): Promise<Reporter> {
  switch (name) {
    case 'list': {
      const { listDisplay } = await import('../reporters/list/list.ts');
      return displayReporter(name, ({ plan }) => listDisplay({ ...context, plan }));
    }
    case 'lines': {
      const { linesDisplay } = await import('../reporters/lines.ts');
      return displayReporter(name, ({ plan }) => linesDisplay({ ...context, plan }, logSections(env)));
    }
    case 'none':
      return { name };
    case 'json':
      return (await import('../reporters/json.ts')).jsonReporter(stdout);
    default:
      return name satisfies never;
  }
}
