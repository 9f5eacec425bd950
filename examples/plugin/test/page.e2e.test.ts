import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const here = join(import.meta.dirname, '..');
const root = join(here, '../..');

test('every example of docs/plugins.md is right', { timeout: 60_000 }, async () => {
  const page = await readFile(join(root, 'docs/plugins.md'), 'utf8');
  const blocks = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, text = '']) => text);
  expect(blocks.length).toBeGreaterThan(8);
  // Here, so that `funade` and `zod` are found as a plugin finds them.
  const folder = join(here, 'node_modules/.cache/page');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const [index, text] of blocks.entries()) {
    const name = index === 0 ? 'index' : index === 1 ? 'plugin' : `example-${index}`;
    await writeFile(join(folder, `${name}.ts`), text.includes('import ') ? text : `export {};\n${text}`);
  }
  // What the page adds to the types of artifacts is an artifact everywhere.
  await writeFile(
    join(folder, 'merged.ts'),
    `import { type Artifact, artifactsOf } from 'funade';
const desk: Artifact = { type: 'hooks.desk', target: 'api@production', url: 'https://desk.example.com' };
export const urls: readonly string[] = artifactsOf([desk], 'hooks.desk').map(({ url }) => url);
// @ts-expect-error -- a field is missing
export const wrong: Artifact = { type: 'hooks.desk', target: 'api@production' };
// @ts-expect-error -- nobody added this type
export const unknown: Artifact = { type: 'hooks.other', target: 'api@production' };
`,
  );
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: join(root, 'tsconfig.base.json'),
      compilerOptions: {
        noEmit: true,
        rewriteRelativeImportExtensions: false,
        allowImportingTsExtensions: true,
        noUnusedLocals: false,
        noUnusedParameters: false,
      },
      include: ['*.ts'],
    }),
  );
  const tsc = join(root, 'node_modules/.bin/tsc');
  const { stdout } = await promisify(execFile)(tsc, ['-p', folder, '--singleThreaded']).catch(
    (error: { stdout: string }) => error,
  );
  expect(stdout).toBe('');
});
