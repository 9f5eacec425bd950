import type { JsonObject, PluginTarget, TasksRun } from '@funade/core';
import type { EcsFacts } from '../model/facts.ts';
import { containersOf, type EcsTargetOptions } from '../options/options.ts';
import { settingsOf } from '../options/settings-options.ts';
import { launchOf } from '../service/launch-of.ts';
import { containersIn } from '../task-definition/set-images.ts';

/** Where and how the tasks of a target run: as its service launches them once its settings are written; a job as they say alone. */
export function runsOf(
  { id, options }: PluginTarget<EcsTargetOptions>,
  definition: JsonObject,
  { services }: EcsFacts,
): TasksRun {
  return {
    cluster: options.cluster,
    container: [...containersOf(options).keys()][0] ?? null,
    containers: containersIn(definition).map(({ name }) => String(name)),
    launch: launchAfter(services[id]?.launch ?? {}, launchOf(settingsOf(options))),
  };
}

function launchAfter({ launchType, ...now }: JsonObject, written: JsonObject): JsonObject {
  const moved = 'capacityProviderStrategy' in written || launchType === undefined;
  return { ...(moved ? {} : { launchType }), ...now, ...written };
}
