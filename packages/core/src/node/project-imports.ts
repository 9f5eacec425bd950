import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { isBuiltin, type LoadHookSync, type ResolveHookSync, registerHooks, stripTypeScriptTypes } from 'node:module';
import { basename, dirname, extname } from 'node:path';
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
  const found = resolveNow(specifier, context, next);
  const at = commitOf(context.parentURL);
  // What a file of another commit imports of the project is of that commit too; a package is as it is.
  if (at === null || projectFile(found.url) === null || isPackage(specifier, context.parentURL)) return found;
  return { ...found, url: urlAt(found.url, at) };
}

function isPackage(specifier: string, parentURL: string | undefined): boolean {
  const importer = projectFile(parentURL);
  return (
    !isPathTo(specifier) && !specifier.startsWith('#') && (importer === null || findAlias(specifier, importer) === null)
  );
}

function isPathTo(specifier: string): boolean {
  return /^(\.{0,2}\/|file:|[A-Za-z]:[\\/])/.test(specifier) || specifier === '.' || specifier === '..';
}

function resolveNow(...[specifier, context, next]: Parameters<ResolveHookSync>): ReturnType<ResolveHookSync> {
  const importer = projectFile(context.parentURL);
  if (importer === null || isBuiltin(specifier)) return next(specifier, context);
  const isPath = isPathTo(specifier);
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
  const at = commitOf(url);
  if (file !== null && at !== null) return loadAt(file, at);
  const isTyped = context.format === 'commonjs-typescript';
  if (file === null || !['.ts', '.js'].includes(extname(file))) return next(url, context);
  if (!isTyped && context.format !== 'commonjs') return next(url, context);
  const source = readFileSync(file, 'utf8');
  const program = isTyped ? stripped(source) : source;
  if (program === null || isCommonJs(program)) return next(url, context);
  return { format: 'module', source: program, shortCircuit: true };
}

const commitMark = 'funade-commit';

/** The URL of a file as it was at a commit. */
export function urlAt(url: string, commit: string): string {
  const marked = new URL(url);
  marked.searchParams.set(commitMark, commit);
  return marked.href;
}

function commitOf(url: string | undefined): string | null {
  if (url === undefined || !url.includes(commitMark)) return null;
  return new URL(url).searchParams.get(commitMark);
}

/** A file as it was at a commit. Throws where git has it not. */
function loadAt(file: string, commit: string): ReturnType<LoadHookSync> {
  const source = showAt(file, commit);
  const ending = extname(file);
  if (ending === '.json') return { format: 'json', source, shortCircuit: true };
  const program = /ts$/.test(ending) ? stripTypeScriptTypes(source) : source;
  const format = ending.startsWith('.c') || (!ending.startsWith('.m') && isCommonJs(program)) ? 'commonjs' : 'module';
  return { format, source: program, shortCircuit: true };
}

function showAt(file: string, commit: string): string {
  const args = ['show', `${commit}:./${basename(file)}`];
  return execFileSync('git', args, { cwd: dirname(file), encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
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
