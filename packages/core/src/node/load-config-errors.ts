import { DeployError } from '../model/error.ts';
import { configNames } from './config-names.ts';
import type { MissingImport } from './project-imports.ts';

/** Where in a file something is wrong. */
export interface SourcePlace {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1; null when it is not known. */
  readonly column: number | null;
}

export function configNotFound(folders: readonly string[]): DeployError {
  const looked = folders.map((folder) => `  ${folder}`);
  return new DeployError('CONFIG_NOT_FOUND', ['there is no deploy.config file; looked in:', ...looked].join('\n'), {
    category: 'usage',
    hint: `write one with \`funade init\`, or name the file with --config; known names: ${configNames.join(', ')}`,
    details: { folders, names: configNames },
  });
}

export function configFileMissing(file: string): DeployError {
  return new DeployError('CONFIG_NOT_FOUND', `there is no file ${file}`, {
    category: 'usage',
    hint: 'check --config',
    details: { file },
  });
}

export function configUnreadable(file: string, cause: unknown): DeployError {
  return new DeployError('CONFIG_UNREADABLE', `${file} cannot be read`, {
    category: 'usage',
    hint: 'it must be a file that you may read',
    details: { file },
    cause,
  });
}

export interface OtherOwner {
  readonly file: string;
  readonly uid: number;
  readonly me: number;
}

export function configOfOther({ file, uid, me }: OtherOwner): DeployError {
  return new DeployError('CONFIG_OF_ANOTHER', `${file} belongs to user ${uid}, but this is user ${me}`, {
    category: 'refused',
    hint: `a config runs as a program: review it, then run chown on it, or git config --global --add safe.directory <its repository>`,
    details: { file, owner: uid, user: me },
  });
}

export function configAmbiguous(folder: string, names: readonly string[]): DeployError {
  return new DeployError('CONFIG_AMBIGUOUS', `${folder} has several configs: ${names.join(', ')}`, {
    category: 'usage',
    hint: `remove all but one, or choose one: --config ${names[0]}`,
    details: { folder, names },
  });
}

export function configKindUnknown(file: string): DeployError {
  return new DeployError('CONFIG_KIND_UNKNOWN', `${file} is not a kind of config that can be loaded`, {
    category: 'usage',
    hint: 'its name must end with .ts, .mts, .js, .mjs, .cjs, .json, .json5, .yaml or .yml',
    details: { file },
  });
}

export function configEmpty(file: string): DeployError {
  return new DeployError('CONFIG_EMPTY', `${file} contains no config`, {
    category: 'usage',
    hint: 'it must be an object with project, environments, tagRules and services',
    details: { file },
  });
}

export function configNoDefaultExport(file: string): DeployError {
  return new DeployError('CONFIG_NO_DEFAULT_EXPORT', `${file} has no default export`, {
    category: 'usage',
    hint: 'write export default defineConfig({ … })',
    details: { file },
  });
}

export interface SourceFault {
  readonly file: string;
  readonly place: SourcePlace | null;
  /** The lines of the source around the place, with a caret, when they are known. */
  readonly frame: string | null;
  readonly why: string;
  readonly cause: unknown;
}

export function configSyntax({ file, place, frame, why, cause }: SourceFault): DeployError {
  return new DeployError('CONFIG_SYNTAX', withFrame(`syntax error in ${placeText(place, file)}: ${why}`, frame), {
    category: 'usage',
    hint:
      codeOf(cause) === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX'
        ? 'Node only strips types: write it without enum, namespace and parameter properties'
        : 'fix it there and run the same command again; nothing was read or changed',
    details: { file, place },
    cause,
  });
}

export function configThrows({ file, place, why, cause }: SourceFault): DeployError {
  const where = place === null ? file : placeText(place, file);
  return new DeployError('CONFIG_THROWS', `${where} fails while it is loaded: ${why}`, {
    category: 'usage',
    hint:
      codeOf(cause) === 'ERR_MODULE_NOT_FOUND'
        ? 'a package that it imports is incomplete: run npm install again'
        : "the config's own code failed: fix it there, or give it what it needs; nothing was changed",
    details: { file, place },
    cause,
  });
}

/** An import that led nowhere. A path, or what a tsconfig maps, is never taken for a package that could be installed. */
export function configImportMissing(
  { specifier, importer, alias, isPath }: MissingImport,
  cause: unknown,
): DeployError {
  const message = `${importer} imports ${JSON.stringify(specifier)}, which is not there`;
  return new DeployError('CONFIG_THROWS', message, {
    category: 'usage',
    hint: importHint({ specifier, alias, isPath }),
    details: { file: importer, specifier, looked: alias?.files ?? [] },
    cause,
  });
}

function importHint({ specifier, alias, isPath }: Omit<MissingImport, 'importer'>): string {
  if (isPath)
    return 'correct the path: it is resolved from the file that imports it, as .ts, .js or .json, or as a folder';
  if (alias !== null) return `${alias.declaredIn} maps it to ${alias.files[0]}: correct the path there or here`;
  if (!isPackageName(specifier)) {
    return `it is not the name of a package: map it under paths in tsconfig.json, or write the path, such as './${specifier.replace(/^[^/]*\//, '')}.ts'`;
  }
  return `npm install --save-dev ${packageOf(specifier)}, or map it under paths in tsconfig.json if it is a path of yours`;
}

/** Whether npm would take it, unlike `@/env`, `~/env` and `#env`. */
function isPackageName(specifier: string): boolean {
  return /^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9-][a-z0-9._~-]*(\/|$)/.test(specifier);
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function codeOf(cause: unknown): unknown {
  return typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : null;
}

function placeText(place: SourcePlace | null, file: string): string {
  if (place === null) return /\.[cm]?[jt]s$/.test(file) ? `${file}, or a file that it imports` : file;
  return `${place.file}:${place.line}${place.column === null ? '' : `:${place.column}`}`;
}

function withFrame(message: string, frame: string | null): string {
  return frame === null ? message : `${message}\n${frame}`;
}
