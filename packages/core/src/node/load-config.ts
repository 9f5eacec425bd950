import { readdir, stat } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import type { PublicExplorer } from 'cosmiconfig';
import type { ConfigContext } from '../config/define-config.ts';
import { isDeployError } from '../model/error.ts';
import { configNames } from './config-names.ts';
import { createExplorer, moduleEndings } from './explorer.ts';
import type { Env } from './git.ts';
import {
  configAmbiguous,
  configEmpty,
  configFileMissing,
  configKindUnknown,
  configNoDefaultExport,
  configNotFound,
  configUnreadable,
} from './load-config-errors.ts';
import { type Reader, requireOwnConfig } from './own-config.ts';
import { translateLoadError } from './translate-load-error.ts';
import { foldersOfWorkTree } from './work-tree.ts';

export interface LoadConfigOptions extends Reader {
  /** Where the search begins; absolute. */
  readonly cwd: string;
  /** `--config`: no search, this file. */
  readonly file?: string;
  /** Called before a config that is a program is run. */
  readonly onProgram?: () => Promise<unknown>;
  /** Process environment variables, handed to a config that is a function. */
  readonly env: Env;
}

/** What a config file holds, not checked yet. */
export interface LoadedConfig {
  readonly config: unknown;
  /** Absolute path of the file. */
  readonly path: string;
  /** Absolute path of the folder it stands in: what paths in the config are relative to. */
  readonly root: string;
}

/**
 * Finds and loads `deploy.config.{ts,mts,js,mjs,cjs,json,json5,yaml,yml}`: in the folder and its parents up to the root of the
 * git work tree, or in the folder alone when it is in none.
 *
 * Throws `CONFIG_NOT_FOUND`, `CONFIG_AMBIGUOUS`, `CONFIG_OF_ANOTHER`, `CONFIG_UNREADABLE`, `CONFIG_KIND_UNKNOWN`, `CONFIG_EMPTY`,
 * `CONFIG_SYNTAX`, `CONFIG_THROWS` and `CONFIG_NO_DEFAULT_EXPORT`.
 */
export async function loadConfig({
  cwd,
  file,
  onProgram = async () => {},
  ...reader
}: LoadConfigOptions): Promise<LoadedConfig> {
  const explorer = await createExplorer(onProgram);
  const found = file === undefined ? search(cwd, explorer, reader) : loadFile(resolve(cwd, file), explorer, reader);
  const { path, value } = await found;
  return { config: await settle(value, path, reader.env), path, root: dirname(path) };
}

interface Found {
  readonly path: string;
  readonly value: unknown;
}

async function search(cwd: string, explorer: PublicExplorer, reader: Reader): Promise<Found> {
  // A folder of no work tree stands alone.
  const folders = foldersOfWorkTree(cwd) ?? [resolve(cwd)];
  for (const folder of folders) {
    const names = await configsIn(folder);
    if (names.length > 1) throw configAmbiguous(folder, names);
    for (const name of names) await requireOwnConfig(join(folder, name), reader);
    const result = await explorer.search(folder);
    if (result !== null) return unwrap(result.filepath, result.config);
  }
  for (const folder of folders) {
    const [name] = await configsIn(folder);
    if (name !== undefined) throw configUnreadable(join(folder, name), null);
  }
  throw configNotFound(folders);
}

async function loadFile(path: string, explorer: PublicExplorer, reader: Reader): Promise<Found> {
  const status = await stat(path).catch(() => null);
  if (status === null) throw configFileMissing(path);
  if (!status.isFile()) throw configUnreadable(path, null);
  if (!configNames.some((name) => extname(name) === extname(path))) throw configKindUnknown(path);
  await requireOwnConfig(path, reader);
  try {
    const result = await explorer.load(path);
    return unwrap(path, result?.config);
  } catch (error) {
    throw isDeployError(error) ? error : configUnreadable(path, error);
  }
}

async function configsIn(folder: string): Promise<readonly string[]> {
  const names: readonly string[] = await readdir(folder).catch(() => []);
  return configNames.filter((name) => names.includes(name));
}

function unwrap(path: string, loaded: unknown): Found {
  if (loaded === undefined || loaded === null) throw configEmpty(path);
  return { path, value: (loaded as { readonly value: unknown }).value };
}

async function settle(value: unknown, path: string, env: ConfigContext['env']): Promise<unknown> {
  if (value === undefined && moduleEndings.has(extname(path))) throw configNoDefaultExport(path);
  const config = await called(value, path, env);
  if (config === undefined || config === null) throw configEmpty(path);
  return config;
}

/** Calls a config that is a function. */
export async function called(value: unknown, path: string, env: ConfigContext['env']): Promise<unknown> {
  try {
    return typeof value === 'function' ? await (value as (context: ConfigContext) => unknown)({ env }) : await value;
  } catch (error) {
    throw await translateLoadError(error, path);
  }
}
