import type { Plugin } from '../model/plugin.ts';
import type { RunContext } from '../model/run-context.ts';
import type { TargetStatus } from '../model/status.ts';
import { askStanding, type StandingWanted } from './ask-standing.ts';

/**
 * What runs of every target, in the targets' order; a target of which no plugin knows where it runs is left out.
 * Reads only. Throws what the plugins throw and `OPTIONS_INVALID`.
 */
export async function readStatus(
  wanted: StandingWanted,
  plugins: readonly Plugin[],
  context: RunContext,
): Promise<readonly TargetStatus[]> {
  return askStanding(wanted, { plugins, ask: (plugin) => plugin.status?.bind(plugin) }, context);
}
