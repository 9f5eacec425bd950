import type { PluginTarget } from '@funade/core';
import type { EcsOptions, EcsTargetOptions } from './options.ts';

/** A target that no service of ECS stands for: a task definition that schedules run, or people. */
export type JobTarget = PluginTarget<EcsTargetOptions>;

/** Whether a service of ECS stands for a target; else it is a job. */
export function isService(target: PluginTarget<EcsTargetOptions>): target is PluginTarget<EcsOptions> {
  return target.options.service !== undefined;
}

/** The same request for the targets that a service of ECS stands for. */
export function withoutJobs<Request extends { readonly targets: readonly PluginTarget<EcsTargetOptions>[] }>(
  request: Request,
): Omit<Request, 'targets'> & { readonly targets: readonly PluginTarget<EcsOptions>[] } {
  return { ...request, targets: request.targets.filter(isService) };
}

/** The jobs among the targets. */
export function jobsOf(targets: readonly PluginTarget<EcsTargetOptions>[]): readonly JobTarget[] {
  return targets.filter((target) => !isService(target));
}
