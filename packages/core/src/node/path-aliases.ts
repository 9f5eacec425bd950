import { dirname } from 'node:path';
import { createPathsMatcher, getTsconfig } from 'get-tsconfig';
import { importCandidates } from './import-candidates.ts';

/** What a tsconfig or jsconfig says an import means. */
export interface PathAlias {
  /** Absolute path of the file that says it. */
  readonly declaredIn: string;
  /** Files that it may mean, in order. */
  readonly files: readonly string[];
}

/** Finds the alias that an import of a file is, by the nearest tsconfig.json, else jsconfig.json; null when it is none. */
export type FindAlias = (specifier: string, importer: string) => PathAlias | null;

/** Reads each tsconfig once. One that cannot be read declares nothing; the compiler tells what is wrong with it. */
export function createFindAlias(): FindAlias {
  const known = new Map<string, Aliases | null>();
  return (specifier, importer) => {
    const folder = dirname(importer);
    const aliases = known.get(folder) ?? readAliases(folder);
    known.set(folder, aliases);
    if (aliases === null) return null;
    const files = aliases.match(specifier).flatMap((path) => [path, ...importCandidates(path)]);
    return aliases.isDeclared(specifier) ? { declaredIn: aliases.file, files } : null;
  };
}

interface Aliases {
  readonly file: string;
  match(specifier: string): readonly string[];
  isDeclared(specifier: string): boolean;
}

function readAliases(folder: string): Aliases | null {
  try {
    const config = getTsconfig(folder) ?? getTsconfig(folder, 'jsconfig.json');
    const match = config === null ? null : createPathsMatcher(config);
    if (config === null || match === null) return null;
    const patterns = Object.keys(config.config.compilerOptions?.paths ?? {});
    const isDeclared = (specifier: string): boolean => patterns.some((pattern) => fits(pattern, specifier));
    return { file: config.path, match, isDeclared };
  } catch {
    return null;
  }
}

/** Whether a pattern with at most one star names an import. */
function fits(pattern: string, specifier: string): boolean {
  const star = pattern.indexOf('*');
  if (star === -1) return pattern === specifier;
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return specifier.length >= before.length + after.length && specifier.startsWith(before) && specifier.endsWith(after);
}
