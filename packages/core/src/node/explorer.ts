import { realpath } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { Loader, LoaderResult, Options, PublicExplorer } from 'cosmiconfig';
import { configNames } from './config-names.ts';
import { translateLoadError } from './translate-load-error.ts';

/** Endings of configs that are programs. */
export const moduleEndings: ReadonlySet<string> = new Set(['.ts', '.mts', '.js', '.mjs', '.cjs']);

interface ExplorerModule {
  readonly Explorer: new (
    options: Options & { readonly moduleName: string; readonly metaConfigFilePath: null },
  ) => PublicExplorer;
}

/**
 * Cosmiconfig's explorer without its front door: `cosmiconfig()` runs `./.config/config.js` of the current folder as
 * its own settings, which is nothing a deploy tool may do, and no option switches that off. A loaded config is wrapped
 * as `{ value }`, so that a key `$import` in it means nothing. `onProgram` is called before one that is a program is run.
 */
export async function createExplorer(onProgram: () => Promise<unknown>): Promise<PublicExplorer> {
  const module: unknown = await import('cosmiconfig/dist/Explorer.js');
  const { Explorer } = module as ExplorerModule;
  const data = wrapped(parseData);
  const program = wrapped(async (path) => {
    await onProgram();
    return await importDefault(path);
  });
  return new Explorer({
    moduleName: 'deploy',
    metaConfigFilePath: null,
    searchPlaces: [...configNames],
    searchStrategy: 'none',
    ignoreEmptySearchPlaces: false,
    cache: false,
    mergeImportArrays: false,
    mergeSearchPlaces: false,
    transform: (result) => result,
    loaders: {
      ...Object.fromEntries([...moduleEndings].map((ending) => [ending, program])),
      ...Object.fromEntries(['.json', '.json5', '.yaml', '.yml'].map((ending) => [ending, data])),
    },
  });
}

/** What the text of a config says that is no program. */
export async function parseData(path: string, text: string): Promise<unknown> {
  if (path.endsWith('.json5')) return (await import('json5')).default.parse(text);
  const { defaultLoaders } = await import('cosmiconfig');
  if (path.endsWith('.json')) return defaultLoaders['.json'](path, text);
  return isBlankYaml(text) ? null : defaultLoaders['.yaml'](path, text);
}

/** Every error is translated here: the explorer would take an `ENOENT` of the config's own for a file that is not there. */
function wrapped(load: (path: string, text: string) => LoaderResult): Loader {
  return async (path, text) => {
    try {
      return { value: await load(path, text) };
    } catch (error) {
      throw await translateLoadError(error, path);
    }
  };
}

/**
 * Imports a config that is a program, as it is or as it was at a commit. Once: cosmiconfig's own loader tries `require` after a failure, runs the
 * file again and loses the first error.
 */
export async function importDefault(path: string, commit: string | null = null): Promise<unknown> {
  const { urlAt } = await import('./project-imports.ts');
  const url = pathToFileURL(await realpath(path)).href;
  const module = (await import(commit === null ? url : urlAt(url, commit))) as { readonly default?: unknown };
  const { default: value } = module;
  return isTranspiled(value) ? value.default : value;
}

function isBlankYaml(text: string): boolean {
  return text.split('\n').every((line) => /^\s*(#.*|---)?\s*$/.test(line));
}

function isTranspiled(value: unknown): value is { readonly default: unknown } {
  return typeof value === 'object' && value !== null && '__esModule' in value && 'default' in value;
}
