import type { TargetHistory } from '../model/history.ts';
import type { Plugin } from '../model/plugin.ts';
import type { RunContext } from '../model/run-context.ts';
import { askStanding, type StandingWanted } from './ask-standing.ts';

/** Whose history is read, and how much of it. */
export interface HistoryWanted extends StandingWanted {
  /** Deployments of each target, the newest ones. */
  readonly limit: number;
}

/**
 * What was deployed of every target, in the targets' order; a target of which no plugin knows it is left out.
 * Reads only. Throws what the plugins throw and `OPTIONS_INVALID`.
 */
export async function readHistory(
  wanted: HistoryWanted,
  plugins: readonly Plugin[],
  context: RunContext,
): Promise<readonly TargetHistory[]> {
  const { limit } = wanted;
  return askStanding(wanted, { plugins, ask: (plugin) => plugin.history?.bind(plugin), more: { limit } }, context);
}
