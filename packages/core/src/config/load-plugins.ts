import { isJsonObject } from '../model/json.ts';
import { suggest } from '../model/nearest.ts';
import { valueText } from '../model/path-text.ts';
import type { Plugin, PluginReference } from '../model/plugin.ts';
import type { Problem } from '../model/problem.ts';
import { templateHelpers } from '../templates/template-helpers.ts';

export interface LoadPluginsOptions {
  /** Plugins that a config may name, in the order they plan; all of them when the config names none. */
  readonly plugins: readonly PluginReference[];
  /** Finds a plugin whose name is none of these, such as one of a package; null when there is none. */
  readonly resolvePlugin?: (name: string) => Promise<PluginReference | null>;
  /** Plugins that a config may name beside these, and that are not there by themselves. Default: none. */
  readonly offers?: readonly PluginOffer[];
}

/** A plugin that can be had by its name: `ssm`, or with its settings, `{ "env": { "names": ["STAGE"] } }`. */
export interface PluginOffer {
  readonly name: string;
  /** Its lookups, for who calls one and did not list the plugin. */
  readonly helpers: readonly string[];
  /** The plugin with these settings; undefined for none. What is wrong with them is said when it is loaded. */
  create(settings: unknown): PluginReference;
}

/** Loads the plugins that a config names, in their order; what cannot be loaded is a problem and is left out. */
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
    const helper = typeof plugin === 'string' ? undefined : takenHelper(plugin, plugins);
    if (typeof plugin === 'string') problems.push({ path: ['plugins', index], message: plugin });
    else if (helper !== undefined)
      problems.push({ path: ['plugins', index], message: `the helper "${helper}" already exists` });
    else if (again) problems.push({ path: ['plugins', index], message: `plugin "${plugin.name}" is listed twice` });
    else plugins.push(plugin);
  }
  return plugins;
}

/** The first helper of a plugin that templates have already. */
function takenHelper({ name, lookups = [] }: Plugin, others: readonly Plugin[]): string | undefined {
  const taken = others.filter((other) => other.name !== name).flatMap((other) => other.lookups ?? []);
  return lookups.find(
    ({ helper }) => Object.hasOwn(templateHelpers, helper) || taken.some((other) => other.helper === helper),
  )?.helper;
}

/** The plugin, or why there is none. */
async function loadOne(item: unknown, options: LoadPluginsOptions): Promise<Plugin | string> {
  try {
    const reference = await referenceOf(item, options);
    if (!isReference(reference)) return notFound(item, options);
    const plugin: unknown = await reference.load();
    return isPlugin(plugin) ? plugin : `"${reference.name}" does not load a plugin`;
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    return `${valueText(isReference(item) ? item.name : (writtenName(item)?.name ?? item))} cannot be loaded: ${because}`;
  }
}

async function referenceOf(
  item: unknown,
  { plugins, resolvePlugin, offers = [] }: LoadPluginsOptions,
): Promise<unknown> {
  if (isReference(item)) return item;
  const written = writtenName(item);
  if (written === null) return null;
  const offered = offers.find(({ name }) => name === written.name)?.create(written.settings);
  if (offered !== undefined || written.settings !== undefined) return offered;
  return plugins.find((plugin) => plugin.name === written.name) ?? (await resolvePlugin?.(written.name));
}

/** A name, alone or as the one key of an object that holds the plugin's settings. */
function writtenName(item: unknown): { readonly name: string; readonly settings: unknown } | null {
  if (typeof item === 'string') return { name: item, settings: undefined };
  const entries = isJsonObject(item) ? Object.entries(item) : [];
  const [entry] = entries;
  return entry === undefined || entries.length > 1 ? null : { name: entry[0], settings: entry[1] };
}

function notFound(item: unknown, { plugins, offers = [] }: LoadPluginsOptions): string {
  const written = writtenName(item);
  if (written === null) return `expected a plugin such as ecr(), or its name, got ${valueText(item)}`;
  if (plugins.some(({ name }) => name === written.name)) return `plugin "${written.name}" has no settings of its own`;
  const names = [...plugins, ...offers].map(({ name }) => name);
  return `there is no plugin "${written.name}"; ${suggest(written.name, names)}`;
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
