import { readFileSync, statSync } from 'node:fs';
import { isBuiltin, type LoadHookSync, type ResolveHookSync, registerHooks, stripTypeScriptTypes } from 'node:module';
import { extname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compileFunction } from 'node:vm';
import { importCandidates } from './import-candidates.ts';
import { createFindAlias, type PathAlias } from './path-aliases.ts';

/** An import of the user's that led nowhere. */
export interface MissingImport {
  readonly specifier: string;
  /** Absolute path of the file that imports it. */
  readonly importer: string;
  /** What a tsconfig says it means; null when it says nothing. */
  readonly alias: PathAlias | null;
  /** Whether it is a path, and no package. */
  readonly isPath: boolean;
}

const missing = new WeakMap<object, MissingImport>();

/** What an error of `import()` is about, when it is about an import that led nowhere. */
export function missingImport(error: unknown): MissingImport | null {
  return typeof error === 'object' && error !== null ? (missing.get(error) ?? null) : null;
}

const findAlias = createFindAlias();

/**
 * From here on files of the user's project are imported as their compiler and editor take them: by the paths of their
 * tsconfig, without ending or with the one of what is compiled, and as a module or CommonJS by what stands in them.
 * Whatever Node finds by itself stays as Node finds it; packages are left alone.
 */
registerHooks({ resolve, load });

function resolve(...[specifier, context, next]: Parameters<ResolveHookSync>): ReturnType<ResolveHookSync> {
  const importer = projectFile(context.parentURL);
  if (importer === null || isBuiltin(specifier)) return next(specifier, context);
  const isPath = /^(\.{0,2}\/|file:|[A-Za-z]:[\\/])/.test(specifier) || specifier === '.' || specifier === '..';
  const alias = isPath ? null : findAlias(specifier, importer);
  const meant = alias?.files.find(isFile);
  if (meant !== undefined) return next(pathToFileURL(meant).href, context);
  try {
    return next(specifier, context);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    const found = isPath ? importCandidates(pathOf(specifier, importer)).find(isFile) : undefined;
    if (found !== undefined) return next(pathToFileURL(found).href, context);
    missing.set(error, { specifier, importer, alias, isPath });
    throw error;
  }
}

/** A package that says `"type": "commonjs"`, as `npm init` writes it, may hold modules. */
function load(...[url, context, next]: Parameters<LoadHookSync>): ReturnType<LoadHookSync> {
  const file = projectFile(url);
  const isTyped = context.format === 'commonjs-typescript';
  if (file === null || !['.ts', '.js'].includes(extname(file))) return next(url, context);
  if (!isTyped && context.format !== 'commonjs') return next(url, context);
  const source = readFileSync(file, 'utf8');
  const program = isTyped ? stripped(source) : source;
  if (program === null || isCommonJs(program)) return next(url, context);
  return { format: 'module', source: program, shortCircuit: true };
}

/** The path of a file that is the user's own; null for what is in a package. */
function projectFile(url: string | undefined): string | null {
  return url?.startsWith('file:') && !url.includes('/node_modules/') ? fileURLToPath(url.replace(/[?#].*$/, '')) : null;
}

function pathOf(specifier: string, importer: string): string {
  return fileURLToPath(new URL(specifier, pathToFileURL(importer)));
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

const notFound: ReadonlySet<unknown> = new Set([
  'ERR_MODULE_NOT_FOUND',
  'MODULE_NOT_FOUND',
  'ERR_UNSUPPORTED_DIR_IMPORT',
]);

function isNotFound(error: unknown): error is object {
  return typeof error === 'object' && error !== null && 'code' in error && notFound.has(error.code);
}

/** Without its types; null for what Node refuses, which tells where when it loads the file itself. */
function stripped(source: string): string | null {
  try {
    return stripTypeScriptTypes(source);
  } catch {
    return null;
  }
}

/** Whether a program is valid as the body of a CommonJS module: there is no `import`, `export` or `await` at its top. */
function isCommonJs(program: string): boolean {
  try {
    compileFunction(program, ['exports', 'require', 'module', '__filename', '__dirname']);
    return true;
  } catch {
    return false;
  }
}
