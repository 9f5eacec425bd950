import { isJsonObject } from '../model/json.ts';
import { nearestName } from '../model/nearest.ts';
import { type Path, pathText } from '../model/path-text.ts';
import type { Plugin } from '../model/plugin.ts';
import { overrideAmbiguous, overrideUnknown } from './errors.ts';
import type { WrittenOverride } from './parse-override.ts';
import { schemaKeys } from './schema-problems.ts';

/** How far below a plugin's name a setting is looked for that is named alone. */
const depth = 2;

/**
 * The whole way to the setting that an override names, from the plugin's name: a name alone is looked for in the settings of
 * plugins, those nearer to the top first. Throws `OVERRIDE_UNKNOWN` and `OVERRIDE_AMBIGUOUS`.
 */
export function resolveOverride(
  { text, service, path }: Pick<WrittenOverride, 'text' | 'service' | 'path'>,
  options: Readonly<Record<string, unknown>>,
  plugins: readonly Plugin[],
): Path {
  const [first = ''] = path;
  const writable = plugins.filter((plugin) => plugin.options !== null);
  if (writable.some(({ name }) => name === first)) return path;
  // What the service writes nothing for it does not mean either.
  const named = writable.filter(({ name }) => Object.hasOwn(options, name));
  const places = named.flatMap((plugin) => placesOf(plugin, first));
  const top = Math.min(...places.map((place) => place.length));
  const [place, ...others] = places.filter((one) => one.length === top);
  if (place === undefined) {
    throw overrideUnknown(text, { service, name: first, nearest: nearestPlace(named, first) });
  }
  if (others.length > 0) throw overrideAmbiguous(text, [place, ...others].map(pathText));
  return [...place, ...path.slice(1)];
}

/** Where a plugin has a setting of this name. */
function placesOf({ name, options }: Plugin, key: string): readonly Path[] {
  if (options === null) return [];
  const keysAt = schemaKeys(options);
  return waysTo(keysAt, []).flatMap((way) => (keysAt(way).includes(key) ? [[name, ...way, key]] : []));
}

/** The places whose keys count, from the top: `[]`, `['settings']`. */
function waysTo(keysAt: (path: Path) => readonly string[], at: Path): readonly Path[] {
  if (at.length + 1 >= depth) return [at];
  return [at, ...keysAt(at).flatMap((key) => waysTo(keysAt, [...at, key]))];
}

/** The setting whose name is nearest, with its way; null when none is near. */
function nearestPlace(plugins: readonly Plugin[], key: string): string | null {
  const ways = new Map<string, string>();
  for (const { name, options } of plugins) {
    if (options === null) continue;
    const keysAt = schemaKeys(options);
    for (const way of waysTo(keysAt, [])) {
      for (const found of keysAt(way)) if (!ways.has(found)) ways.set(found, pathText([name, ...way, found]));
    }
  }
  return ways.get(nearestName(key, ways.keys()) ?? '') ?? null;
}

/** A document with a value set at a path; null when something on the way holds nothing. */
export function withValueAt(document: unknown, path: Path, value: unknown): { readonly document: unknown } | null {
  const [key, ...below] = path;
  if (key === undefined) return { document: value };
  if (Array.isArray(document)) {
    const index = Number(key);
    if (!Number.isInteger(index) || index < 0 || index >= document.length) return null;
    const inner = withValueAt(document[index], below, value);
    return inner === null ? null : { document: document.with(index, inner.document) };
  }
  if (document !== undefined && !isJsonObject(document)) return null;
  const own = Object.hasOwn(document ?? {}, key) ? (document as Record<PropertyKey, unknown>)[key] : undefined;
  const inner = withValueAt(own, below, value);
  return inner === null ? null : { document: { ...document, [key]: inner.document } };
}
