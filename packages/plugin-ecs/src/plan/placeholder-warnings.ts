import { nearestName, type PluginTarget, type Warning } from '@funade/core';
import { placeholdersIn } from '../definition-rules/placeholders.ts';
import { filledTasks } from '../options/filled-tasks.ts';
import type { EcsTargetOptions } from '../options/options.ts';
import { filledSettings } from '../options/settings-options.ts';
import { placeholderName } from '../shapes/placeholder.ts';
import type { Base } from '../task-definition/base-definition.ts';

/** That values are named for placeholders that stand nowhere. */
export function placeholderWarnings(
  { id, options }: PluginTarget<EcsTargetOptions>,
  { definition, filled = [] }: Pick<Base, 'definition' | 'filled'>,
): readonly Warning[] {
  const settings = filledSettings(options);
  const tasks = filledTasks(options);
  const known = new Set([...filled, ...settings.names, ...tasks.names]);
  const open = [definition, settings.document, tasks.document]
    .flatMap(placeholdersIn)
    .flatMap(({ text }) => placeholderName(text) ?? []);
  return Object.keys(options.placeholders ?? {}).flatMap((name) => {
    if (known.has(name)) return [];
    const meant = nearestName(name, open);
    const instead = meant === null ? '' : `; did you mean ${meant}?`;
    const message = `ecs.placeholders has ${name}, which stands neither in the task definition, nor in the settings, nor in a task${instead}`;
    return [{ code: 'PLACEHOLDER_UNUSED', targets: [id], label: id, message }];
  });
}
