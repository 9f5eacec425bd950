import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { besideTheBundle } from './beside-the-bundle.ts';
import { lateStringWidth } from './late-string-width.ts';
import { isPeer, lowestNode, type Package, sourcesOf } from './packages.ts';
import { withoutGetters } from './without-getters.ts';
import { zodUncompiled } from './zod-uncompiled.ts';

/** Bundles what a package exports and what it starts. Returns the paths of all modules that are inside. */
export async function bundleProgram(item: Package): Promise<readonly string[]> {
  const build = await rolldown({
    cwd: item.folder,
    input: sourcesOf(item, { ...item.manifest.exports, ...item.manifest.bin }),
    platform: 'node',
    resolve: { mainFields: ['module', 'main'] },
    // What the lowest Node does not speak yet, such as `using`, is written out.
    transform: { target: `node${lowestNode(item)}` },
    external: (id) => isPeer(item, id),
    plugins: [besideTheBundle(['containerify']), lateStringWidth, withoutGetters, zodUncompiled],
    logLevel: 'warn',
    checks: { bundlerTimings: false },
  });
  const { output } = await build.write({
    dir: join(item.folder, 'dist'),
    format: 'esm',
    minify: true,
    entryFileNames: '[name].mjs',
    chunkFileNames: 'chunks/[name]-[hash].mjs',
  });
  await build.close();
  return output.flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []));
}
