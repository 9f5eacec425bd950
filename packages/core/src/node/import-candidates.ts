const endings: readonly string[] = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs', '.json'];
const written: Readonly<Record<string, string>> = { '.js': '.ts', '.mjs': '.mts', '.cjs': '.cts' };

/** Files that TypeScript takes for an import path that names none: `./a` and `./a.js` are `./a.ts`, a folder its index. */
export function importCandidates(path: string): readonly string[] {
  const source = Object.entries(written).find(([ending]) => path.endsWith(ending));
  return [
    ...(source === undefined ? [] : [`${path.slice(0, -source[0].length)}${source[1]}`]),
    ...endings.map((ending) => `${path}${ending}`),
    ...endings.map((ending) => `${path}/index${ending}`),
  ];
}
