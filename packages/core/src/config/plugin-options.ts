import { type Path, valueAt } from '../model/path-text.ts';
import type { Plugin } from '../model/plugin.ts';
import type { Problem } from '../model/problem.ts';
import { isTemplate } from '../templates/render-leaves.ts';
import type { Service } from './config.ts';
import { mergeOptions } from './merge-options.ts';
import { schemaProblems } from './schema-problems.ts';

/** What a service writes for a plugin in an environment, over what the environment holds; undefined when it writes nothing. */
export function mergedOptions(service: Service, plugin: string, environment: string): unknown {
  const written = writtenOptions(service, plugin, environment);
  const defaults = valueAt(service.defaults, [environment, plugin]);
  return written === undefined || defaults === undefined ? written : mergeOptions(defaults, written);
}

function writtenOptions(service: Service, plugin: string, environment: string): unknown {
  const own = valueAt(service.options, [plugin]);
  return mergeOptions(own, valueAt(service.environments, [environment, plugin]));
}

/** Where a path of merged options was written: by the service, for the environment, or as the environment's default. */
export function writtenPath(service: Service, environment: string, path: Path): Path {
  const over = service.environments[environment];
  const inEnvironment = over !== undefined && valueAt(over, path) !== undefined;
  const defaults = service.defaults[environment];
  const byDefault = defaults !== undefined && valueAt(defaults, path) !== undefined;
  if (byDefault && !inEnvironment && valueAt(service.options, path) === undefined) {
    return ['environments', environment, 'defaults', ...path];
  }
  return ['services', service.name, ...(inEnvironment ? ['environments', environment] : []), ...path];
}

/**
 * What a plugin's schema says against its merged options. Leaves that are templates are looked at once they are rendered.
 * `others`: plugins whose options stand beside these, and what is to be done before they may.
 */
export function optionProblems(
  plugin: Plugin,
  merged: unknown,
  others: Readonly<Record<string, string>> = {},
): readonly Problem[] {
  if (plugin.options === null) return [];
  const beside = Object.fromEntries(
    Object.entries(others).map(([name, first]) => [name, `write ${name} beside ${plugin.name}, not in it${first}`]),
  );
  return schemaProblems(plugin.options, merged, { ignore: (path) => isTemplate(valueAt(merged, path)), beside });
}
