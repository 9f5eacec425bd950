import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import type { BuilderName } from '../options/build-options.ts';
import { ignoredPaths } from './ignored-paths.ts';

const dirty = [
  'app/main.ts',
  'app/notes.md',
  'app/deep/notes.md',
  'app/Dockerfile',
  'app/.dockerignore',
  'other/notes.md',
];

const cases: readonly (readonly [string, BuilderName, Readonly<Record<string, string>>, readonly string[]])[] = [
  ['no ignore file', 'buildx', {}, []],
  ['a name', 'buildx', { 'app/.dockerignore': 'notes.md' }, ['app/notes.md']],
  ['a name anywhere', 'docker', { 'app/.dockerignore': '**/notes.md' }, ['app/notes.md', 'app/deep/notes.md']],
  [
    'all but one',
    'buildx',
    { 'app/.dockerignore': '*\n!main.ts' },
    ['app/notes.md', 'app/deep/notes.md', 'app/Dockerfile'],
  ],
  ['a folder', 'buildx', { 'app/.dockerignore': '# comment\ndeep/' }, ['app/deep/notes.md']],
  [
    'that of the Dockerfile first',
    'buildx',
    { 'app/Dockerfile.dockerignore': 'deep', 'app/.dockerignore': '*' },
    ['app/deep/notes.md'],
  ],
  ['one of podman', 'podman', { 'app/.containerignore': 'deep', 'app/.dockerignore': '*' }, ['app/deep/notes.md']],
  ['one of podman for others', 'buildx', { 'app/.containerignore': 'deep' }, []],
  ['one in another folder', 'buildx', { '.dockerignore': '**' }, []],
  ['a builder that knows none', 'containerify', { 'app/.dockerignore': '*' }, []],
];

test.each(cases)('paths that an ignore file keeps out: %s', async (...[, builder, files, expected]) => {
  await using folder = await temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder.path, name)), { recursive: true });
    await writeFile(join(folder.path, name), text);
  }
  expect(await ignoredPaths({ context: './app' }, dirty, { builder, root: folder.path })).toEqual(expected);
});

test('an untracked folder counts as a whole', async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, '.dockerignore'), 'docs\n');
  const at = { builder: 'buildx', root: folder.path } as const;
  expect(await ignoredPaths({ context: '.' }, ['docs/', 'src/'], at)).toEqual(['docs/']);
});
