import type { ReporterName } from '../model/invocation.ts';
import type { Io } from '../model/io.ts';
import { logSections } from '../reporters/log-sections.ts';
import type { Reporter, ReporterContext } from '../reporters/reporter.ts';

/**
 * Which reporter `auto` means: the list on a real terminal, lines in CI, in pipes and on terminals that can't move
 * their cursor.
 */
export function chooseReporter(
  name: ReporterName,
  { stderr, env }: Pick<Io, 'stderr' | 'env'>,
): Exclude<ReporterName, 'auto'> {
  if (name !== 'auto') return name;
  const inCi = env.CI !== undefined && env.CI !== '' && env.CI !== 'false' && env.CI !== '0';
  return stderr.isTTY && !inCi && env.TERM !== 'dumb' ? 'list' : 'lines';
}

/** Loads and makes a reporter. JSON lines are for programs, so they go to stdout; all others draw on stderr. */
export async function startReporter(
  name: Exclude<ReporterName, 'auto'>,
  context: ReporterContext,
  { stdout, env }: Pick<Io, 'stdout' | 'env'>,
): Promise<Reporter> {
  switch (name) {
    case 'list':
      return (await import('../reporters/list/list.ts')).listReporter(context);
    case 'lines':
      return (await import('../reporters/lines.ts')).linesReporter(context, logSections(env));
    case 'json':
      return (await import('../reporters/json.ts')).jsonReporter(stdout);
    default:
      return name satisfies never;
  }
}
