import { prettifyError } from 'zod';
import type { Environment, Target } from '../config/environment.ts';
import type { Release } from '../release/release.ts';
import { badOptions } from './errors.ts';
import type { Plan } from './plan.ts';
import type { Allowances, Plugin, PluginRequest, PluginTarget } from './plugin.ts';

/** What a plan is made for: every chosen target of one environment, and the release to ship. */
export interface PlanRequest {
  readonly project: string;
  readonly environment: Environment;
  readonly release: Release;
  readonly targets: readonly Target[];
  readonly allow: Allowances;
}

/**
 * What one plugin is asked: the targets that wrote options for it, with these options parsed by its schema. A plugin
 * without options of its own, or whose schema accepts none, is asked for every target.
 * Throws `OPTIONS_INVALID`.
 */
export function pluginRequest(request: PlanRequest, plugin: Plugin): PluginRequest {
  const { project, environment, release, allow } = request;
  return {
    project,
    environment,
    release,
    allow,
    targets: request.targets.flatMap((target) => pluginTarget(target, plugin) ?? []),
  };
}

/** The request that a plan was made for. */
export function requestOf({ project, environment, release, targets, allow }: Plan): PlanRequest {
  return { project, environment, release, targets, allow };
}

function pluginTarget({ id, service, options }: Target, plugin: Plugin): PluginTarget | null {
  if (plugin.options === null) return { id, service, options: null };
  const written = options[plugin.name];
  const parsed = plugin.options.safeParse(written);
  if (parsed.success) return { id, service, options: parsed.data };
  if (written === undefined) return null;
  throw badOptions(`services.${service}.${plugin.name}`, prettifyError(parsed.error));
}
