import { mkdtempDisposable, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type CodeCacheOptions, codeCacheIn } from './code-cache.ts';

const script = { path: '/package/dist/program/own-x1.cjs', source: Buffer.from('(function () {})') };
const code = Buffer.from('compiled code');
const open = (folder: string, options: Partial<CodeCacheOptions> = {}) =>
  codeCacheIn({ folder, version: 'abc', command: 'plan', pid: 1, ...options });
const temporary = () => mkdtempDisposable(join(tmpdir(), 'funade-code-'));

test('what is written is read again, and nobody else can read or change it', async () => {
  await using folder = await temporary();
  const cache = open(folder.path);
  expect(cache.read(script)).toBeNull();
  cache.write(script, code);
  expect(cache.read(script)).toEqual(code);
  const place = join(folder.path, 'v8-abc');
  expect(await readdir(place)).toEqual(['own-x1.cjs-plan']);
  expect((await stat(join(place, 'own-x1.cjs-plan'))).mode & 0o777).toBe(0o600);
  expect((await stat(place)).mode & 0o777).toBe(0o700);
});

test.each<[string, Partial<CodeCacheOptions>]>([
  ['command', { command: 'deploy' }],
  ['V8', { version: 'abd' }],
])('another %s has its own', async (_, other) => {
  await using folder = await temporary();
  open(folder.path).write(script, code);
  expect(open(folder.path, other).read(script)).toBeNull();
});

test.each(['../../up', 'a'.repeat(21), 'plan.json', 'Plan', ''])('%j names no file', async (command) => {
  await using folder = await temporary();
  open(folder.path, { command }).write(script, code);
  expect(await readdir(folder.path, { recursive: true })).toEqual(['v8-abc', expect.stringMatching(/cjs-other$/)]);
});

test('code of another source is not read, and neither is what was cut off or changed', async () => {
  await using folder = await temporary();
  const cache = open(folder.path);
  cache.write(script, code);
  expect(cache.read({ ...script, source: Buffer.from('(function () {2})') })).toBeNull();
  const file = join(folder.path, 'v8-abc/own-x1.cjs-plan');
  const whole = await readFile(file);
  for (const damaged of [whole.subarray(0, -1), whole.subarray(0, 3), Buffer.concat([whole, code])]) {
    await writeFile(file, damaged);
    expect(cache.read(script)).toBeNull();
  }
});

test('where it cannot write it keeps nothing and says nothing', async () => {
  await using folder = await temporary();
  await writeFile(join(folder.path, 'v8-abc'), 'a file');
  const cache = open(folder.path);
  cache.write(script, code);
  expect(cache.read(script)).toBeNull();
});
