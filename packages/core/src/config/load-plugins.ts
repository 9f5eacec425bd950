import type { Plugin, PluginReference } from '../plan/plugin.ts';
import { suggest } from './nearest.ts';
import { valueText } from './path-text.ts';
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
  const list: readonly unknown[] = Array.isArray(written) ? Array.from(written) : options.plugins;
  const loaded = await Promise.all(list.map((item) => loadOne(item, options)));
  const plugins: Plugin[] = [];
  for (const [index, plugin] of loaded.entries()) {
    const again = typeof plugin !== 'string' && plugins.some(({ name }) => name === plugin.name);
    if (typeof plugin === 'string') problems.push({ path: ['plugins', index], message: plugin });
    else if (again) problems.push({ path: ['plugins', index], message: `plugin "${plugin.name}" stands here again` });
    else plugins.push(plugin);
  }
  return plugins;
}

/** The plugin, or why there is none. */
async function loadOne(item: unknown, options: LoadPluginsOptions): Promise<Plugin | string> {
  try {
    const reference = typeof item === 'string' ? await named(item, options) : item;
    if (!isReference(reference)) return notFound(item, options);
    const plugin: unknown = await reference.load();
    return isPlugin(plugin) ? plugin : `"${reference.name}" does not load a plugin`;
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    return `${valueText(isReference(item) ? item.name : item)} can not be loaded: ${because}`;
  }
}

async function named(name: string, { plugins, resolvePlugin }: LoadPluginsOptions): Promise<unknown> {
  return plugins.find((plugin) => plugin.name === name) ?? (await resolvePlugin?.(name));
}

function notFound(item: unknown, { plugins }: LoadPluginsOptions): string {
  if (typeof item !== 'string') return `expected a plugin such as ecr(), or its name, got ${valueText(item)}`;
  return `there is no plugin "${item}"; ${suggest(
    item,
    plugins.map(({ name }) => name),
  )}`;
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
