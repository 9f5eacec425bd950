import { prettifyError } from 'zod';
import type { ChangedSince } from '../model/changes.ts';
import type { ChosenRevision } from '../model/chosen-revision.ts';
import type { Environment, Target, TargetId } from '../model/environment.ts';
import type { Lineage } from '../model/lineage.ts';
import type { LookupCall } from '../model/lookup.ts';
import type { StandingRequest } from '../model/operation.ts';
import type { Override } from '../model/override.ts';
import type { Plan } from '../model/plan.ts';
import type { Allowances, AskedStop, Plugin, PluginRequest, PluginTarget } from '../model/plugin.ts';
import type { Release } from '../model/release.ts';
import { badOptions } from './errors.ts';

/** What a plan is made for: every chosen target of one environment, and the release to ship. */
export interface PlanRequest {
  readonly project: string;
  readonly environment: Environment;
  readonly release: Release;
  readonly targets: readonly Target[];
  readonly allow: Allowances;
  /** Every lookup that the targets' templates call. Absent: none. */
  readonly lookups?: readonly LookupCall[];
  /** What the command line sets in the options of the targets. Absent: nothing. */
  readonly overrides?: readonly Override[];
  /** Which targets were chosen because they have changed. Absent: all were. */
  readonly changedSince?: ChangedSince;
  /** Where the release stands beside what targets run, once that was read. Absent: not read, or nobody could say. */
  readonly lineage?: Readonly<Record<TargetId, Lineage>>;
  /** The revisions that the targets are to run. Absent: the release is deployed. */
  readonly revisions?: Readonly<Record<TargetId, ChosenRevision>>;
  /** Whether a plan is wanted although AWS would refuse its requests. Absent: that is an error. */
  readonly faulty?: boolean;
  /** Why other targets stay as they are that belong to what is rolled back. Absent: none does. */
  readonly kept?: Readonly<Record<TargetId, string>>;
  /** Until when rollouts are waited for, in the words of the plugin that rolls out. Absent: as the config says. */
  readonly until?: string;
}

/**
 * What one plugin is asked: the targets that wrote options for it, with these options parsed by its schema. A plugin
 * without options of its own, or whose schema accepts none, is asked for every target; one with lookups is asked for no
 * target, and for what the templates call; of a plan for revisions that are there already only a plugin that plans these.
 * Throws `OPTIONS_INVALID`.
 */
export function pluginRequest(request: PlanRequest, plugin: Plugin): PluginRequest {
  const { project, environment, release, allow, faulty } = request;
  const until = request.until === undefined ? {} : { until: request.until };
  const common = { project, environment, release, allow, ...(faulty === undefined ? {} : { faulty }), ...until };
  const lineage = request.lineage === undefined ? {} : { lineage: request.lineage };
  if (plugin.lookups !== undefined) {
    const helpers = new Set(plugin.lookups.map(({ helper }) => helper));
    return { ...common, targets: [], lookups: (request.lookups ?? []).filter(({ helper }) => helpers.has(helper)) };
  }
  if (request.revisions !== undefined && plugin.plansRevisions !== true) return { ...common, targets: [] };
  const revisions = request.revisions === undefined ? {} : { revisions: request.revisions };
  return {
    ...common,
    ...lineage,
    ...revisions,
    targets: request.targets.flatMap((target) => pluginTarget(target, plugin) ?? []),
  };
}

/** At which stages of its rollout each target is to be stopped, and for which plugin. Throws `OPTIONS_INVALID`. */
export function stopsOf(
  { targets }: Pick<PlanRequest, 'targets'>,
  plugins: readonly Plugin[],
): Readonly<Record<TargetId, readonly AskedStop[]>> {
  const asking = plugins.filter(({ stops }) => stops !== undefined);
  return Object.fromEntries(
    targets.flatMap((target): [TargetId, readonly AskedStop[]][] => {
      const stops = asking.flatMap((plugin) => {
        const own = pluginTarget(target, plugin);
        const stages = own === null ? [] : (plugin.stops?.(own.options) ?? []);
        return [...new Set(stages)].map((stage) => ({ stage, plugin: plugin.name }));
      });
      return stops.length === 0 ? [] : [[target.id, stops]];
    }),
  );
}

/** Whether there is anything in a request for the plugin to do. */
export function asksAnything({ targets, lookups = [] }: PluginRequest): boolean {
  return targets.length > 0 || lookups.length > 0;
}

/** The same without a release, for what is asked about what stands there. Throws `OPTIONS_INVALID`. */
export function standingRequest(
  { project, environment, targets }: Pick<PlanRequest, 'project' | 'environment' | 'targets'>,
  plugin: Plugin,
): StandingRequest {
  return { project, environment, targets: targets.flatMap((target) => pluginTarget(target, plugin) ?? []) };
}

/** The request that a plan was made for. */
export function requestOf(plan: Plan): PlanRequest {
  const { project, environment, release, targets, allow, lookups, overrides, changedSince } = plan;
  const { lineage, revisions, kept, until } = plan;
  return {
    project,
    environment,
    release,
    targets,
    allow,
    ...(lookups === undefined ? {} : { lookups }),
    ...(overrides === undefined ? {} : { overrides }),
    ...(changedSince === undefined ? {} : { changedSince }),
    ...(lineage === undefined ? {} : { lineage }),
    ...(revisions === undefined ? {} : { revisions }),
    ...(kept === undefined ? {} : { kept }),
    ...(until === undefined ? {} : { until }),
  };
}

function pluginTarget({ id, service, options }: Target, plugin: Plugin): PluginTarget | null {
  if (plugin.options === null) return { id, service, options: null };
  const written = options[plugin.name];
  const parsed = plugin.options.safeParse(written);
  if (parsed.success) return { id, service, options: parsed.data };
  if (written === undefined) return null;
  throw badOptions(`services.${service}.${plugin.name}`, prettifyError(parsed.error));
}
