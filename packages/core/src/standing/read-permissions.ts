import type { Environment } from '../model/environment.ts';
import type { LookupCall } from '../model/lookup.ts';
import { partitionOf } from '../model/partition-of.ts';
import type { PermissionArtifact, PermissionNeeds } from '../model/permission.ts';
import type { Plugin } from '../model/plugin.ts';
import type { RunContext } from '../model/run-context.ts';
import { toJson } from '../model/to-json.ts';
import { connectPlugins } from '../plan/observe.ts';
import { standingRequest } from '../plan/request.ts';
import type { StandingWanted } from './ask-standing.ts';

/** Whose permissions are asked for. */
export interface PermissionsWanted extends StandingWanted {
  /** Every environment of the config. */
  readonly environments: Readonly<Record<string, Environment>>;
  /** Every lookup that the targets' templates call. */
  readonly lookups: readonly LookupCall[];
  /** Whether AWS may be asked for what the config does not say. */
  readonly online: boolean;
}

/**
 * What every plugin needs permission for, all of it together. Plugins are asked in their order, as what one says another builds on. Reads
 * only, and nothing where nobody is online. Throws `OPTIONS_INVALID` and what proving who we are throws.
 */
export async function readPermissions(
  wanted: PermissionsWanted,
  plugins: readonly Plugin[],
  context: RunContext,
): Promise<Required<Omit<PermissionNeeds, 'artifacts'>>> {
  const { environments, online } = wanted;
  if (online) await connectPlugins(plugins, context);
  const found: PermissionNeeds[] = [];
  for (const plugin of plugins) {
    const { permissions } = plugin;
    if (permissions === undefined) continue;
    const helpers = new Set((plugin.lookups ?? []).map(({ helper }) => helper));
    const request = {
      ...standingRequest(wanted, plugin),
      partition: partitionOf(wanted.environment.region),
      environments,
      lookups: wanted.lookups.filter(({ helper }) => helpers.has(helper)),
      upstream: found.flatMap(({ artifacts = [] }): readonly PermissionArtifact[] => artifacts),
    };
    if (plugin.lookups === undefined ? request.targets.length === 0 : request.lookups.length === 0) continue;
    const facts = toJson((await permissions.observe?.(request, context, { online })) ?? null);
    context.signal.throwIfAborted();
    found.push(permissions.needs(request, facts));
  }
  return {
    permissions: found.flatMap((needs) => needs.permissions),
    roles: found.flatMap(({ roles = [] }) => roles),
    grants: found.flatMap(({ grants = [] }) => grants),
    notes: found.flatMap(({ notes = [] }) => notes),
  };
}
