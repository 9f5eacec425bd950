import type { TargetId } from '../model/environment.ts';
import type { Json } from '../model/json.ts';
import type { Override } from '../model/override.ts';
import { type Path, pathText, valueAt, valueText } from '../model/path-text.ts';
import type { Plugin } from '../model/plugin.ts';
import { overrideInvalid } from './errors.ts';
import type { WrittenOverride } from './parse-override.ts';
import { optionProblems } from './plugin-options.ts';
import { resolveOverride, withValueAt } from './resolve-override.ts';

/** Options with what the command line sets in them. */
export interface Overridden {
  /** By plugin name. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly overrides: readonly Override[];
}

/**
 * Sets what the command line says in the options of a target, before their templates are rendered: one after the other, the
 * last one counts. Throws `OVERRIDE_UNKNOWN`, `OVERRIDE_AMBIGUOUS` and `OVERRIDE_INVALID`.
 */
export function applyOverrides(
  written: readonly WrittenOverride[],
  {
    id,
    options,
    plugins,
  }: { readonly id: TargetId; readonly plugins: readonly Plugin[] } & Pick<Overridden, 'options'>,
): Overridden {
  const overrides = new Map<string, Override>();
  let changed = options;
  for (const one of written) {
    const path = numbered(resolveOverride(one, changed, plugins), changed);
    const { document, value } = fitting(one, { options: changed, path, plugins });
    changed = document;
    const from = (valueAt(options, path) ?? null) as Json;
    overrides.set(pathText(path), { target: id, path: pathText(path), from, to: value });
  }
  return { options: changed, overrides: [...overrides.values()] };
}

/** Keys of lists as numbers. */
function numbered(path: Path, options: unknown): Path {
  return path.map((key, index) => (Array.isArray(valueAt(options, path.slice(0, index))) ? Number(key) : key));
}

interface Setting {
  readonly options: Overridden['options'];
  readonly path: Path;
  readonly plugins: readonly Plugin[];
}

/** The first of the values that the plugin's schema takes there. */
function fitting(
  { text, values }: WrittenOverride,
  { options, path, plugins }: Setting,
): { readonly document: Overridden['options']; readonly value: Json } {
  const [name] = path;
  const plugin = plugins.find((one) => one.name === name);
  if (plugin === undefined) throw new TypeError(`no plugin is named ${String(name)}`);
  const told = (document: Overridden['options']): readonly string[] =>
    optionProblems(plugin, document[plugin.name]).map(
      (problem) => `${pathText([plugin.name, ...problem.path])}: ${problem.message}`,
    );
  const before = new Set(told(options));
  let first: readonly string[] | null = null;
  for (const value of values) {
    const set = withValueAt(options, path, value);
    if (set === null) throw overrideInvalid(text, [holdsNothing(options, path)]);
    const document = set.document as Overridden['options'];
    const problems = told(document).filter((problem) => !before.has(problem));
    if (problems.length === 0) return { document, value };
    first ??= problems;
  }
  throw overrideInvalid(text, first ?? []);
}

/** Why nothing can be set there: what is on the way is no object, or a list that is shorter. */
function holdsNothing(options: unknown, path: Path): string {
  const ways = path.map((_, index) => path.slice(0, index));
  const last = ways.findLast((way) => valueAt(options, way) !== undefined) ?? [];
  const value = valueAt(options, last);
  if (Array.isArray(value)) return `${pathText(last)} has ${value.length} items`;
  return `${pathText(last)} is ${valueText(value)}, and has no settings of its own`;
}
