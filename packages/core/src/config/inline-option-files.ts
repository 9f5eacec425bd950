import { isJsonObject, type JsonObject } from '../model/json.ts';
import type { OptionFile } from '../model/option-file.ts';
import { type Path, pathText, valueAt } from '../model/path-text.ts';
import type { Plugin } from '../model/plugin.ts';
import type { Problem } from '../model/problem.ts';
import { keysAt } from './keys-at.ts';

/** Reads a file beside the config. Throws what the system says. */
export type ReadText = (path: string) => Promise<string>;

/** A config whose options are all there, and where a file stands behind them. */
export interface InlinedConfig {
  readonly config: unknown;
  /** The file by the path of the option that named it. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * A copy of a config with what files hold in the place of the options that name them: those of services, of their
 * environments, and what environments hold for all. What cannot be read is a problem, and the option is left out.
 */
export async function inlineOptionFiles(
  config: unknown,
  { plugins, readText }: { readonly plugins: readonly Plugin[]; readonly readText: ReadText },
  problems: Problem[],
): Promise<InlinedConfig> {
  const files = new Map<string, string>();
  const known = plugins.flatMap(({ name, optionFiles = {} }) =>
    Object.entries(optionFiles).map(([option, file]) => ({ path: [name, option], file })),
  );
  let inlined = config;
  for (const { path, file } of known.flatMap(({ path, file }) =>
    placesOf(config).map((place) => ({ path: [...place, ...path], file })),
  )) {
    const written = textAt(config, path);
    if (written === null) continue;
    const read = await readOption(written, file, readText);
    if (!read.ok) problems.push({ path, message: read.problem });
    if (read.ok) files.set(pathText(path), written);
    inlined = replaced(inlined, path, read.ok ? read.value : undefined);
  }
  return { config: inlined, files };
}

/** A problem names the file that it is in. */
export function withFile(problem: Problem, files: InlinedConfig['files']): Problem {
  const { path, message } = problem;
  const file = path.map((_, index) => files.get(pathText(path.slice(0, index + 1)))).find((name) => name !== undefined);
  return file === undefined ? problem : { path, message: `${message} (in ${file})` };
}

async function readOption(
  path: string,
  { name, expected, parse }: OptionFile,
  readText: ReadText,
): ReturnType<OptionFile['parse']> {
  if (!name.test(path)) return { ok: false, problem: expected };
  try {
    return await parse(path, await readText(path));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    return { ok: false, problem: `${path} cannot be read: ${code === 'ENOENT' ? 'there is no such file' : code}` };
  }
}

/** Where options of plugins are written. */
function placesOf(config: unknown): readonly Path[] {
  return [
    ...keysAt(config, ['services']).flatMap((service) => {
      const at = ['services', service];
      return [at, ...keysAt(config, [...at, 'environments']).map((name) => [...at, 'environments', name])];
    }),
    ...keysAt(config, ['environments']).map((name) => ['environments', name, 'defaults']),
  ];
}

function textAt(config: unknown, path: Path): string | null {
  const value = valueAt(config, path);
  return typeof value === 'string' ? value : null;
}

function replaced(config: unknown, [key, ...below]: Path, value: JsonObject | undefined): unknown {
  if (key === undefined) return value;
  if (!isJsonObject(config)) return config;
  return Object.fromEntries(
    Object.entries<unknown>(config).flatMap(([name, item]): [string, unknown][] => {
      if (name !== key) return [[name, item]];
      const changed = replaced(item, below, value);
      return changed === undefined ? [] : [[name, changed]];
    }),
  );
}
