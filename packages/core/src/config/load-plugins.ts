import { toDeployError } from '../error.ts';
import type { Plugin, PluginReference } from '../plan/plugin.ts';
import { nearestName } from './nearest.ts';
import { type Path, valueText } from './path-text.ts';
import type { Problem } from './problem.ts';

export interface LoadPluginsOptions {
  /** Plugins that a config may name, in the order they plan; all of them when the config names none. */
  readonly plugins: readonly PluginReference[];
  /** Finds a plugin whose name is none of these, such as one of a package; null when there is none. */
  readonly resolvePlugin?: (name: string) => Promise<PluginReference | null>;
}

/** Loads the plugins that a config names, in their order; what can't be loaded is a problem and is left out. */
export async function loadPlugins(
  written: unknown,
  options: LoadPluginsOptions,
  problems: Problem[],
): Promise<readonly Plugin[]> {
  const list: readonly unknown[] = Array.isArray(written) ? written : options.plugins;
  const loaded = await Promise.all(
    list.map((item, index) => loadOne(item, { options, problems, path: ['plugins', index] })),
  );
  const plugins: Plugin[] = [];
  for (const [index, plugin] of loaded.entries()) {
    if (plugin === null) continue;
    if (plugins.some(({ name }) => name === plugin.name)) {
      problems.push({ path: ['plugins', index], message: `plugin "${plugin.name}" stands here for the second time` });
    } else plugins.push(plugin);
  }
  return plugins;
}

interface Place {
  readonly options: LoadPluginsOptions;
  readonly problems: Problem[];
  readonly path: Path;
}

async function loadOne(item: unknown, place: Place): Promise<Plugin | null> {
  try {
    const reference = typeof item === 'string' ? await named(item, place.options) : item;
    if (!isReference(reference)) {
      place.problems.push({ path: place.path, message: notFound(item, place.options) });
      return null;
    }
    const plugin: unknown = await reference.load();
    if (isPlugin(plugin)) return plugin;
    place.problems.push({ path: place.path, message: `"${reference.name}" does not load a plugin` });
  } catch (error) {
    const because =
      toDeployError(error).cause === error && error instanceof Error ? error.message : toDeployError(error).message;
    place.problems.push({ path: place.path, message: `${valueText(nameOf(item))} can not be loaded: ${because}` });
  }
  return null;
}

async function named(name: string, { plugins, resolvePlugin }: LoadPluginsOptions): Promise<unknown> {
  return plugins.find((plugin) => plugin.name === name) ?? (await resolvePlugin?.(name));
}

function notFound(item: unknown, { plugins }: LoadPluginsOptions): string {
  if (typeof item !== 'string') return `expected a plugin such as ecr(), or its name, got ${valueText(item)}`;
  const names = plugins.map(({ name }) => name);
  const nearest = nearestName(item, names);
  return `there is no plugin "${item}"${nearest === null ? '' : `, did you mean "${nearest}"?`}; known: ${names.join(', ')}`;
}

function nameOf(item: unknown): unknown {
  return isReference(item) ? item.name : item;
}

function isReference(value: unknown): value is PluginReference {
  if (typeof value !== 'object' || value === null) return false;
  const { name, load } = value as Partial<PluginReference>;
  return typeof name === 'string' && typeof load === 'function';
}

function isPlugin(value: unknown): value is Plugin {
  if (typeof value !== 'object' || value === null) return false;
  const { name, options, plan } = value as Partial<Plugin>;
  const schema = options === null || typeof options?.safeParse === 'function';
  return typeof name === 'string' && name !== 'environments' && schema && typeof plan === 'function';
}
