import { dirname, join } from 'node:path';
import { type Plugin, rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';
import { isPeer, type Package, sourcesOf } from './packages.ts';

/** Rolls the declarations of what a package exports, those of its libraries included, into one file an entry. */
export async function bundleTypes(item: Package): Promise<void> {
  const build = await rolldown({
    cwd: item.folder,
    input: sourcesOf(item, item.manifest.exports),
    external: (id) => isPeer(item, id),
    plugins: [moduleTypes, dts({ dtsOnly: true, generator: 'tsgo', logger: quiet })],
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
const moduleTypes: Plugin = {
  name: 'module-types',
  resolveId: {
    order: 'pre',
    async handler(id, importer, options) {
      if (id !== 'zod') return null;
      const found = await this.resolve(id, importer, { ...options, skipSelf: true });
      return found === null ? null : { ...found, id: join(dirname(found.id), 'index.d.ts') };
    },
  },
};

/** The compiler's version and its future are told at every build otherwise. */
const quiet = { info: () => undefined, warn: () => undefined, error: console.error };
