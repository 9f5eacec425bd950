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
  const [{ defaultLoaders }, module] = await Promise.all([
    import('cosmiconfig'),
    import('cosmiconfig/dist/Explorer.js') as Promise<unknown>,
  ]);
  const { Explorer } = module as ExplorerModule;
  const json = wrapped((path, text) => defaultLoaders['.json'](path, text));
  const json5 = wrapped(async (_, text) => (await import('json5')).default.parse(text));
  const yaml = wrapped((path, text) => (isBlankYaml(text) ? null : defaultLoaders['.yaml'](path, text)));
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
      '.json': json,
      '.json5': json5,
      '.yaml': yaml,
      '.yml': yaml,
    },
  });
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

/** Imports once: cosmiconfig's own loader tries `require` after a failure, runs the file again and loses the first error. */
async function importDefault(path: string): Promise<unknown> {
  await import('./project-imports.ts');
  const module = (await import(pathToFileURL(await realpath(path)).href)) as { readonly default?: unknown };
  const { default: value } = module;
  return isTranspiled(value) ? value.default : value;
}

function isBlankYaml(text: string): boolean {
  return text.split('\n').every((line) => /^\s*(#.*|---)?\s*$/.test(line));
}

function isTranspiled(value: unknown): value is { readonly default: unknown } {
  return typeof value === 'object' && value !== null && '__esModule' in value && 'default' in value;
}
