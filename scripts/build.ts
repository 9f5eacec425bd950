// Builds every package into its `dist`: one bundle per package by rolldown, declarations by tsc. The `funade` package
// carries its libraries inside, so that a command loads a few files instead of hundreds.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { rolldown } from 'rolldown';
import { type Package, packages, root } from './packages.ts';

const all = packages();
const bundled = 'funade';
/** Loaded from node_modules at run time even by the bundled package: they are products of their own or run as a child. */
const neverBundled = ['@funade/sandbox', 'containerify'];

for (const item of all) await bundle(item);
declarations();

async function bundle(item: Package): Promise<void> {
  const dist = join(root, item.folder, 'dist');
  rmSync(dist, { recursive: true, force: true });
  const { dependencies, peerDependencies } = item.manifest;
  const external = item.name === bundled ? neverBundled : Object.keys({ ...dependencies, ...peerDependencies });
  const build = await rolldown({
    cwd: join(root, item.folder),
    input: entries(item),
    platform: 'node',
    resolve: { mainFields: ['module', 'main'] },
    external: (id) => external.some((name) => id === name || id.startsWith(`${name}/`)),
    logLevel: 'warn',
  });
  await build.write({
    dir: dist,
    format: 'esm',
    minify: item.name === bundled,
    entryFileNames: '[name].mjs',
    chunkFileNames: 'chunks/[name]-[hash].mjs',
  });
  await build.close();
}

/** Entry name to source file: from `exports` and `bin` of the manifest, which name sources while developing. */
function entries(item: Package): Record<string, string> {
  const sources = [...Object.values(item.manifest.exports), ...Object.values(item.manifest.bin ?? {})];
  return Object.fromEntries(sources.filter((file) => file.endsWith('.ts')).map((file) => [entryName(file), file]));
}

/** `./src/index.ts` is `index`, `./src/node/index.ts` is `node`, `./src/bin.ts` is `bin`. */
function entryName(file: string): string {
  const path = file.replace(/^\.\/src\//, '').replace(/\.ts$/, '');
  return path.endsWith('/index') ? path.slice(0, -'/index'.length) : basename(path);
}

function declarations(): void {
  for (const item of all) {
    const config = join(root, item.folder, 'tsconfig.build.json');
    writeFileSync(
      config,
      JSON.stringify({
        extends: '../../tsconfig.base.json',
        compilerOptions: {
          rootDir: 'src',
          outDir: 'dist/types',
          declaration: true,
          emitDeclarationOnly: true,
          stripInternal: true,
        },
        include: ['src'],
        exclude: ['src/**/*.test.ts'],
      }),
    );
    const result = spawnSync('tsc', ['-p', config], { cwd: root, stdio: 'inherit' });
    rmSync(config);
    if (result.status !== 0 || !existsSync(join(root, item.folder, 'dist/types'))) process.exit(1);
  }
}
