import { join } from 'node:path';
import type { InputOptions, OutputOptions, RolldownOutput } from 'rolldown';
import { rolldown } from 'rolldown';
import { facades } from './bundle/facades.ts';
import { importOther } from './bundle/import-other.ts';
import { inAscii } from './bundle/in-ascii.ts';
import { lateHttps } from './bundle/late-https.ts';
import { lateStringWidth } from './bundle/late-string-width.ts';
import { ownFile } from './bundle/own-file.ts';
import { scriptGroups } from './bundle/script-groups.ts';
import { sdkParts } from './bundle/sdk-parts.ts';
import { withoutGetters } from './bundle/without-getters.ts';
import { withoutWebStreams } from './bundle/without-web-streams.ts';
import { zodUncompiled } from './bundle/zod-uncompiled.ts';
import { isPeer, lowestNode, type Package, sourcesOf } from './packages.ts';

/** Bundles what a package exports and what it starts. Returns the paths of all modules that are inside. */
export async function bundleProgram(item: Package): Promise<readonly string[]> {
  const { exports, bin } = item.manifest;
  return bin === undefined
    ? modulesOf(await write(item, { input: sourcesOf(item, exports) }, modules))
    : await bundleCommand(item, { exports: sourcesOf(item, exports), bin: sourcesOf(item, bin) });
}

interface CommandSources {
  readonly exports: Readonly<Record<string, string>>;
  readonly bin: Readonly<Record<string, string>>;
}

/**
 * A command: everything as scripts, whose compiled code can be kept, and before them a bin and modules that load these. See
 * docs/decisions/0260.
 */
async function bundleCommand(item: Package, { exports, bin }: CommandSources): Promise<readonly string[]> {
  const source = (name: string): string => join(item.folder, 'src', name);
  const program = source('program.ts');
  const inside = await write(
    item,
    { input: { ...exports, program }, plugins: [ownFile('containerify', '../containerify.mjs'), importOther, inAscii] },
    { ...scripts, ...scriptGroups(program) },
  );
  const before = await write(
    item,
    {
      input: { ...exports, ...bin, containerify: 'containerify' },
      resolve: { alias: { './open-program.ts': source('open-bundled-program.ts') } },
      plugins: [facades(exports, { scripts: inside, loader: source('bundle/own-scripts.ts') })],
    },
    modules,
  );
  return [...modulesOf(inside), ...modulesOf(before)];
}

const modules: OutputOptions = {
  dir: 'dist',
  format: 'esm',
  entryFileNames: '[name].mjs',
  chunkFileNames: '[name]-[hash].mjs',
};

const scripts: OutputOptions = {
  dir: 'dist/program',
  format: 'cjs',
  dynamicImportInCjs: false,
  entryFileNames: '[name].cjs',
  chunkFileNames: '[name]-[hash].cjs',
};

async function write(item: Package, input: InputOptions, output: OutputOptions): Promise<RolldownOutput> {
  await using build = await rolldown({
    cwd: item.folder,
    platform: 'node',
    // What the lowest Node does not speak yet, such as `using`, is written out.
    transform: { target: `node${lowestNode(item)}` },
    external: (id) => isPeer(item, id),
    logLevel: 'warn',
    checks: { bundlerTimings: false, ineffectiveDynamicImport: false },
    preserveEntrySignatures: 'allow-extension',
    ...input,
    resolve: { mainFields: ['module', 'main'], ...input.resolve },
    plugins: [input.plugins, lateHttps, lateStringWidth, sdkParts(), withoutGetters, withoutWebStreams, zodUncompiled],
  });
  return await build.write({ minify: true, ...output, dir: join(item.folder, output.dir ?? 'dist') });
}

function modulesOf({ output }: RolldownOutput): readonly string[] {
  return output.flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []));
}
