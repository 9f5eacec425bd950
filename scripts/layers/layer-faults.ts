import { posix } from 'node:path';
import { findCycles } from './find-cycles.ts';
import type { Import, Module } from './module.ts';

/** How the sources of one package are laid out. */
export interface PackageLayout {
  /**
   * Every folder under `src` that holds files, from the bottom to the top; `.` is `src` itself, and `services/ecs/**` all
   * of `services/ecs` as if it were one folder. Files import from their own folder and from lower rows; so folders never
   * import each other.
   */
  readonly rows: readonly (readonly string[])[];
  /** Packages that no source of the package imports; `@aws-sdk/` stands for all that begin so. */
  readonly never: readonly string[];
}

/** What is wrong with the imports of a package's sources, a line each. `folder` is the package's: `packages/core`. */
export function layerFaults(folder: string, layout: PackageLayout, sources: readonly Module[]): readonly string[] {
  return [
    ...sources.flatMap((module) => forbiddenImports(module, layout)),
    ...upwardImports(`${folder}/src`, layout, sources),
    ...fileCycles(sources),
  ];
}

function forbiddenImports({ file, imports }: Module, { never }: PackageLayout): readonly string[] {
  return imports.flatMap(({ specifier }) => {
    const forbidden = never.some((name) =>
      name.endsWith('/') ? specifier.startsWith(name) : specifier === name || specifier.startsWith(`${name}/`),
    );
    return forbidden ? [`${file}: must not import ${specifier}`] : [];
  });
}

function upwardImports(src: string, { rows }: PackageLayout, sources: readonly Module[]): readonly string[] {
  const heights = new Map(rows.flatMap((names, height) => names.map((name) => [name, height] as const)));
  return sources.flatMap(({ file, imports }) => {
    const from = layerOf(posix.relative(src, posix.dirname(file)), heights);
    if (from === null) return [`${file}: its folder is not in the table of layers`];
    return [...new Set(targetsOf(file, imports))].flatMap((target) => {
      const to = layerOf(posix.relative(src, posix.dirname(target)), heights);
      if (to === null || to.name === from.name || to.height < from.height) return [];
      return [`${file}: ${from.name} must not import from ${to.name} (${target})`];
    });
  });
}

interface Layer {
  readonly name: string;
  readonly height: number;
}

function layerOf(folder: string, heights: ReadonlyMap<string, number>): Layer | null {
  const above = folder.split('/').map((_, index, parts) => `${parts.slice(0, index + 1).join('/')}/**`);
  for (const name of [folder || '.', ...above]) {
    const height = heights.get(name);
    if (height !== undefined) return { name, height };
  }
  return null;
}

/** Cycles of what is evaluated: types are erased, and an `import()` waits until it is reached. */
function fileCycles(sources: readonly Module[]): readonly string[] {
  const valuesOf = ({ file, imports }: Module): readonly string[] =>
    targetsOf(
      file,
      imports.filter(({ kind }) => kind === 'value'),
    );
  const graph = new Map(sources.map((module) => [module.file, new Set(valuesOf(module))]));
  return findCycles(graph).map((files) => `files import each other: ${files.join(', ')}`);
}

function targetsOf(file: string, imports: readonly Import[]): readonly string[] {
  return imports.flatMap(({ specifier }) =>
    specifier.startsWith('.') ? [posix.join(posix.dirname(file), specifier)] : [],
  );
}
