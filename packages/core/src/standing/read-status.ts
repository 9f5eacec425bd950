import type { Plugin } from '../model/plugin.ts';
import type { RunContext } from '../model/run-context.ts';
import type { StandingBeside, TargetStatus } from '../model/status.ts';
import { toJson } from '../model/to-json.ts';
import { standingRequest } from '../plan/request.ts';
import { askStanding, type StandingWanted } from './ask-standing.ts';

/**
 * What runs of every target, in the targets' order, and what stands beside it; a target of which no plugin knows where it runs is
 * left out. Reads only. Throws what the plugins throw and `OPTIONS_INVALID`.
 */
export async function readStatus(
  wanted: StandingWanted,
  plugins: readonly Plugin[],
  context: RunContext,
): Promise<readonly TargetStatus[]> {
  const standing = await askStanding(
    wanted,
    { plugins, ask: (plugin) => plugin.status?.bind(plugin), more: {} },
    context,
  );
  const beside = await Promise.all(
    plugins.map(async (plugin): Promise<readonly StandingBeside[]> => {
      if (plugin.beside === undefined) return [];
      const request = standingRequest(wanted, plugin);
      return request.targets.length === 0 ? [] : plugin.beside({ ...request, standing }, context);
    }),
  );
  const byTarget = Map.groupBy(beside.flat(), ({ target }) => target);
  return standing.map((each) => {
    const own = byTarget.get(each.id);
    return own === undefined ? each : { ...each, beside: toJson(own) as unknown as readonly StandingBeside[] };
  });
}
