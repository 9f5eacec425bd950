import type { Plugin } from '../plan/plugin.ts';
import type { Service } from './config.ts';
import { mergeOptions } from './merge-options.ts';
import { type Path, valueAt } from './path-text.ts';
import type { Problem } from './problem.ts';
import { isTemplate } from './render-leaves.ts';
import { schemaProblems } from './schema-problems.ts';

/** What a service writes for a plugin in an environment; undefined when it writes nothing. */
export function mergedOptions(service: Service, plugin: string, environment: string): unknown {
  const own = valueAt(service.options, [plugin]);
  return mergeOptions(own, valueAt(service.environments, [environment, plugin]));
}

/** Where a path of merged options was written: with the environment when that is where it stands. */
export function writtenPath(service: Service, environment: string, path: Path): Path {
  const over = service.environments[environment];
  const inEnvironment = over !== undefined && valueAt(over, path) !== undefined;
  return ['services', service.name, ...(inEnvironment ? ['environments', environment] : []), ...path];
}

/** What a plugin's schema says against its merged options. Leaves that are templates are looked at once they are rendered. */
export function optionProblems(plugin: Plugin, merged: unknown): readonly Problem[] {
  if (plugin.options === null) return [];
  return schemaProblems(plugin.options, merged, { ignore: (path) => isTemplate(valueAt(merged, path)) });
}
