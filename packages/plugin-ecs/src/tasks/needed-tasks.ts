import { type PluginTarget, suggest, type TargetId, type Warning } from '@funade/core';
import type { EcsTargetOptions } from '../options/options.ts';

/** What targets wait for that belongs to other services. */
export interface NeededTasks {
  readonly problems: readonly { readonly target: TargetId; readonly message: string }[];
  /** Tasks that the plan does not hold, as their service is not part of it, of these targets. */
  warnings(changing: readonly TargetId[]): readonly Warning[];
}

/** Whether the tasks that targets wait for are there. */
export function neededTasks(targets: readonly PluginTarget<EcsTargetOptions>[]): NeededTasks {
  const services = new Map(targets.map(({ service, options }) => [service, options.tasks ?? {}]));
  const needs = targets.flatMap(({ id, options }) =>
    (options.needs ?? []).map((need) => {
      const at = need.lastIndexOf('/');
      return { id, need, service: need.slice(0, at), task: need.slice(at + 1) };
    }),
  );
  const known = [...services].flatMap(([service, tasks]) =>
    Object.entries(tasks).flatMap(([task, { when }]) => (when === 'before' ? [`${service}/${task}`] : [])),
  );
  return {
    problems: needs.flatMap(({ id, need, service, task }) => {
      const found = services.get(service)?.[task];
      if (found?.when === 'before' || !services.has(service)) return [];
      const message =
        found === undefined
          ? `ecs.needs: there is no task "${need}"; ${suggest(need, known)}`
          : `ecs.needs: task "${need}" runs after the rollout, and nothing can wait for it`;
      return [{ target: id, message }];
    }),
    warnings: (changing) =>
      needs
        .filter(({ id, service }) => changing.includes(id) && !services.has(service))
        .map(({ id, need, service }) => ({
          code: 'TASK_NOT_PLANNED',
          targets: [id],
          label: id,
          message: `${id} needs task ${need}, and ${service} is not part of this plan: the task is not run`,
        })),
  };
}
