import { type JsonObject, suggest } from '@funade/core';
import { containersOf, type EcsTargetOptions } from '../options/options.ts';
import type { TaskOptions } from '../options/task-options.ts';
import { containersIn } from '../task-definition/set-images.ts';

/** The container that gets what is written; where there is nothing to get and none is named, any definition will do. */
export function taskContainer(
  definition: JsonObject,
  { options, own }: { readonly options: TaskOptions; readonly own: EcsTargetOptions },
): { readonly container: string | null; readonly problems: readonly string[] } {
  const names = containersIn(definition).map(({ name }) => String(name));
  const usual = options.container ?? [...containersOf(own).keys()][0] ?? '';
  if (names.includes(usual)) return { container: usual, problems: [] };
  if (options.container === undefined && names.length === 1) return { container: names[0] ?? null, problems: [] };
  const idle = options.container === undefined && options.command === undefined && options.environment === undefined;
  if (idle) return { container: null, problems: [] };
  return { container: null, problems: [`there is no container ${JSON.stringify(usual)}; ${suggest(usual, names)}`] };
}
