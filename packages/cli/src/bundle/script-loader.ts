import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import type { CodeCache } from './code-cache.ts';

export interface ScriptLoader {
  /** From here on compiled code is taken from the cache, and `keep` writes to it. */
  use(cache: CodeCache): void;
  /** A module that scripts require by its name and that only an import gives. */
  provide(name: string, exports: unknown): void;
  /** What a script of the folder exports. */
  load(name: string): unknown;
  /** Keeps the compiled code of all scripts that were not in the cache. */
  keep(): void;
}

type Require = (name: string) => unknown;
type Body = (...given: readonly unknown[]) => void;

/** A script itself may not import without a flag of Node's. */
const importOther = (url: string): Promise<unknown> => import(url);

/** What stands around the text of a CommonJS module, in ASCII, to make a script of it whose value is a function. */
export const wrapper = [
  '(function (exports, require, module, __filename, __dirname, importOther) { "use strict";',
  '\n})',
] as const;

/**
 * Loads CommonJS modules of a folder, each in its `wrapper`, as `require` does, but with code that is compiled already. V8 compiles a function when it
 * is first called; Node keeps what was compiled before a module ran, which is next to none of its functions, and this what was
 * compiled in the end.
 */
export function createScriptLoader(folder: string, requireOther: Require): ScriptLoader {
  const modules = new Map<string, { exports: unknown }>();
  const provided = new Map<string, unknown>();
  const compiled: { readonly source: Buffer; readonly path: string; readonly script: Script }[] = [];
  let cache: CodeCache | null = null;

  function compile(path: string): Body {
    const source = readFileSync(path);
    const cachedData = cache?.read({ path, source }) ?? undefined;
    const script = new Script(source.toString('latin1'), {
      filename: path,
      ...(cachedData === undefined ? {} : { cachedData }),
    });
    if (cachedData === undefined || script.cachedDataRejected === true) compiled.push({ source, path, script });
    return script.runInThisContext();
  }

  function load(path: string): unknown {
    const known = modules.get(path);
    if (known !== undefined) return known.exports;
    const module = { exports: {} as unknown };
    modules.set(path, module);
    const place = dirname(path);
    const require: Require = (name) => {
      if (/^\.\.?\//.test(name)) return load(join(place, name));
      return provided.has(name) ? provided.get(name) : requireOther(name);
    };
    try {
      compile(path)(module.exports, require, module, path, place, importOther);
    } catch (error) {
      modules.delete(path);
      throw error;
    }
    return module.exports;
  }

  return {
    use(given) {
      cache = given;
    },
    provide: (name, exports) => provided.set(name, exports),
    load: (name) => load(join(folder, name)),
    keep() {
      for (const { source, path, script } of compiled.splice(0)) {
        cache?.write({ path, source }, script.createCachedData());
      }
    },
  };
}
