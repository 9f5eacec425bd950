import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

export interface Package {
  /** Absolute path. */
  readonly folder: string;
  readonly name: string;
  readonly manifest: {
    readonly version: string;
    readonly license: string;
    readonly engines: { readonly node: string };
    readonly dependencies?: Readonly<Record<string, string>>;
    readonly peerDependencies?: Readonly<Record<string, string>>;
    readonly bin?: Readonly<Record<string, string>>;
    readonly imports?: Readonly<Record<string, unknown>>;
    readonly exports: Readonly<Record<string, string>>;
  };
}

/** Every package that is published, in alphabetical order of its folder. */
export function publishedPackages(): readonly Package[] {
  return globSync('packages/*/package.json', { cwd: root })
    .sort()
    .map((file) => ({
      folder: join(root, dirname(file)),
      manifest: JSON.parse(readFileSync(join(root, file), 'utf8')),
    }))
    .filter(({ manifest }) => manifest.private !== true)
    .map(({ folder, manifest }) => ({ folder, name: manifest.name, manifest }));
}

/** The lowest version of Node that a package claims to run on. */
export function lowestNode({ manifest }: Package): string {
  return manifest.engines.node.replace('>=', '');
}

/** Whether an import stays one: it is up to the user to have it. */
export function isPeer({ manifest }: Package, id: string): boolean {
  return Object.keys(manifest.peerDependencies ?? {}).some((name) => id === name || id.startsWith(`${name}/`));
}

/** Entry name to source file: the manifest names sources while developing. */
export function sourcesOf({ folder }: Package, named: Readonly<Record<string, string>>): Record<string, string> {
  const files = Object.values(named).filter((file) => file.endsWith('.ts'));
  return Object.fromEntries(files.map((file) => [entryName(file), join(folder, file)]));
}

/** `./src/index.ts` is `index`, `./src/testing/index.ts` is `testing`, `./src/bin.ts` is `bin`. */
function entryName(file: string): string {
  const path = file.replace('./src/', '').replace(/\.ts$/, '');
  return path === 'index' ? path : path.replace(/\/index$/, '');
}
