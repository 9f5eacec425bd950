import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { parseArgs } from '../../packages/cli/src/args/args.ts';
import { buildProgram } from '../../packages/cli/src/args/program.ts';
import { root } from '../packages.ts';
import { type CommandLine, commandLines, inlineCommands, wordsOf } from './command-lines.ts';
import { type CodeBlock, codeBlocks, loadPages } from './pages.ts';
import { everyCommand, pathOf } from './render-commands.ts';
import { typescriptFile } from './typescript-files.ts';

const pages = loadPages().filter(({ file }) => !file.startsWith('docs/decisions/'));
const blocks = pages.flatMap(codeBlocks);
const of = (...languages: readonly string[]): readonly CodeBlock[] =>
  blocks.filter(({ language }) => languages.includes(language));

test('every command that a page shows is one, with its options', () => {
  const lines = [...blocks.flatMap(commandLines), ...pages.flatMap(inlineCommands)];
  expect(lines.length).toBeGreaterThan(100);
  expect(lines.flatMap(faultOf)).toEqual([]);
});

test('blocks of JSON and YAML can be read', () => {
  const faults = [
    ...of('json').flatMap((block) => faultIn(block, () => JSON.parse(block.code))),
    ...of('yaml', 'yml').flatMap((block) =>
      faultIn(block, () => {
        const [error] = parseAllDocuments(block.code, { logLevel: 'silent' }).flatMap(({ errors }) => errors);
        if (error !== undefined) throw error;
      }),
    ),
  ];
  expect(faults).toEqual([]);
});

test('blocks of TypeScript fit the types of funade, and one that does not is found', { timeout: 180_000 }, () => {
  const found = of('ts');
  expect(found.length).toBeGreaterThan(20);
  const code = "ecs: { cluster: 'shop', service: 'api', contianer: 'app' },";
  const [fault, ...others] = typeFaults([...found, { file: 'wrong', line: 7, language: 'ts', code }]);
  expect([fault, others]).toEqual([expect.stringContaining('wrong:7: error'), []]);
});

function faultOf({ file, line, text }: CommandLine): readonly string[] {
  if (commandNames.has(text)) return []; // It is spoken of, and not typed.
  try {
    parseArgs(wordsOf(text));
    return [];
  } catch (error) {
    return [`${file}:${line}: funade ${text}: ${String(error)}`];
  }
}

const commandNames = new Set(
  everyCommand(buildProgram(() => undefined)).map((command) => pathOf(command).slice('funade '.length)),
);

function faultIn({ file, line }: CodeBlock, read: () => void): readonly string[] {
  try {
    read();
    return [];
  } catch (error) {
    return [`${file}:${line}: ${String(error)}`];
  }
}

/** What the compiler says of blocks, each as a file of its own. */
function typeFaults(found: readonly CodeBlock[]): readonly string[] {
  const cache = join(root, 'packages/core/node_modules/.cache');
  const folder = join(cache, 'docs-examples');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const names = found.map((_, index) => `block-${index}.ts`);
  for (const [index, block] of found.entries()) writeFileSync(join(folder, `block-${index}.ts`), typescriptFile(block));
  writeFileSync(join(folder, 'plugin.ts'), "export { hooksPlugin } from './block-of-plugin.ts';\n");
  writeFileSync(join(folder, 'block-of-plugin.ts'), pluginBlock);
  const compilerOptions = {
    noEmit: true,
    rewriteRelativeImportExtensions: false,
    allowImportingTsExtensions: true,
    noUnusedLocals: false,
    noUnusedParameters: false,
    incremental: true,
    tsBuildInfoFile: join(cache, 'docs-examples.tsbuildinfo'),
  };
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: join(root, 'tsconfig.base.json'), compilerOptions, files: names }),
  );
  const { stdout } = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', folder, '--pretty', 'false'], {
    encoding: 'utf8',
    cwd: folder,
  });
  rmSync(folder, { recursive: true, force: true });
  return (
    stdout
      .split('\n')
      // What is wrong in the sources themselves is told by `npm run types`.
      .filter((line) => /block-\d+\.ts.*error TS/.test(line))
      .map((line) =>
        line.replace(
          /^.*block-(\d+)\.ts\((\d+),\d+\)/,
          (_, index) => `${found[Number(index)]?.file}:${found[Number(index)]?.line}`,
        ),
      )
  );
}

/** What the pages on plugins import of each other. */
const pluginBlock = "import { definePlugin } from 'funade';\nexport const hooksPlugin = definePlugin({} as never);\n";
