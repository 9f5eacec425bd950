import type { Environment, Target } from '../model/environment.ts';
import type { Plugin } from '../model/plugin.ts';
import type { RunContext } from '../model/run-context.ts';
import type { TargetStatus } from '../model/status.ts';
import { toJson } from '../model/to-json.ts';
import { connectPlugins } from './observe.ts';
import { standingRequest } from './request.ts';

/** Whose status is read. */
export interface StatusWanted {
  readonly project: string;
  readonly environment: Environment;
  readonly targets: readonly Target[];
}

/**
 * What runs of every target, in the targets' order; a target of which no plugin knows where it runs is left out.
 * Reads only. Throws what the plugins throw and `OPTIONS_INVALID`.
 */
export async function readStatus(
  wanted: StatusWanted,
  plugins: readonly Plugin[],
  context: RunContext,
): Promise<readonly TargetStatus[]> {
  // Options of a plugin that shows nothing may need a release, which there is none of here: they are not looked at.
  const asked = plugins
    .filter(({ status }) => status !== undefined)
    .map((plugin) => ({ plugin, request: standingRequest(wanted, plugin) }))
    .filter(({ request }) => request.targets.length > 0);
  await connectPlugins(plugins, context);
  const read = await Promise.all(asked.map(async ({ plugin, request }) => plugin.status?.(request, context) ?? []));
  const found = new Map(read.flat().map((status) => [status.id, toJson(status) as unknown as TargetStatus]));
  return wanted.targets.flatMap(({ id }) => found.get(id) ?? []);
}
