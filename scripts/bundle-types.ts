import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Plugin, rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';
import { isPeer, type Package, root, sourcesOf } from './packages.ts';

/** Rolls the declarations of what a package exports, those of its libraries included, into one file an entry. */
export async function bundleTypes(item: Package): Promise<void> {
  const takesOwnZod = item.manifest.imports?.['#zod'] !== undefined;
  await roll(item, sourcesOf(item, item.manifest.exports), takesOwnZod ? [ownZod] : [zodOfModules]);
  if (takesOwnZod) await roll(item, { zod: zodTypes }, []);
}

async function roll(item: Package, input: Record<string, string>, plugins: readonly Plugin[]): Promise<void> {
  const build = await rolldown({
    cwd: item.folder,
    input,
    external: (id) => isPeer(item, id),
    plugins: [...plugins, dts({ dtsOnly: true, generator: 'tsgo', logger: quiet })],
    logLevel: 'warn',
    checks: { bundlerTimings: false },
  });
  await build.write({
    dir: join(item.folder, 'dist/types'),
    format: 'esm',
    entryFileNames: '[name].ts',
    chunkFileNames: ({ name }) => `chunks/${name.replace(/\.d$/, '')}-[hash].d.ts`,
  });
  await build.close();
}

/** zod names its CommonJS declarations for everybody; only those of its modules can be taken apart. */
const zodTypes = join(dirname(createRequire(join(root, 'packages/core/package.json')).resolve('zod')), 'index.d.ts');

const zodOfModules = zodAs({ id: zodTypes });

/**
 * The zod of whoever writes a plugin, where there is one: a compiler that is to compare two copies of it comes to no end. Else
 * the one that is rolled up here. `imports` in the manifest names both, and a compiler takes the first that is there.
 */
const ownZod = zodAs({ id: '#zod', external: true });

function zodAs(found: { readonly id: string; readonly external?: true }): Plugin {
  return {
    name: 'zod-types',
    resolveId: { order: 'pre', handler: (id) => (id === 'zod' ? { ...found } : null) },
  };
}

/** The compiler's version and its future are told at every build otherwise. */
const quiet = { info: () => undefined, warn: () => undefined, error: console.error };
