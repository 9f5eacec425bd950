import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CodeCache, CompiledScript } from './code-cache.ts';
import { createScriptLoader, wrapper } from './script-loader.ts';

/** A folder with these modules. */
async function write(modules: Readonly<Record<string, string>>) {
  const folder = await mkdtempDisposable(join(tmpdir(), 'funade-scripts-'));
  for (const [name, text] of Object.entries(modules)) {
    await writeFile(join(folder.path, name), `${wrapper[0]}${text}${wrapper[1]}`);
  }
  return { folder, open: () => createScriptLoader(folder.path, createRequire(import.meta.url)) };
}

/** A cache in memory that counts. */
function memory() {
  const codes = new Map<string, Buffer>();
  const read: string[] = [];
  const cache: CodeCache = {
    read({ path }: CompiledScript) {
      const code = codes.get(path) ?? null;
      if (code !== null) read.push(path.split('/').at(-1) ?? '');
      return code;
    },
    write: ({ path }, code) => codes.set(path, code),
  };
  return { cache, codes, read };
}

test('a script requires its neighbours, modules of Node and what is provided; each runs once', async () => {
  const { folder, open } = await write({
    'a.cjs': `exports.sum = require('./b.cjs').add(require('given').two, 3); exports.join = require('node:path').join; exports.file = __filename;`,
    'b.cjs': `exports.add = (a, b) => a + b; exports.a = require('./a.cjs'); exports.self = this;`,
  });
  await using _ = folder;
  const loader = open();
  loader.provide('given', { two: 2 });
  expect(loader.load('a.cjs')).toEqual({ sum: 5, join, file: join(folder.path, 'a.cjs') });
  expect((loader.load('b.cjs') as { a: unknown }).a).toBe(loader.load('a.cjs'));
  expect((loader.load('b.cjs') as { self: unknown }).self).toBeUndefined();
});

test('a script imports what the user wrote', async () => {
  const { folder, open } = await write({
    'a.cjs': `exports.read = () => importOther('node:fs').then((fs) => typeof fs.readFile);`,
  });
  await using _ = folder;
  const { read } = open().load('a.cjs') as { read(): Promise<string> };
  expect(await read()).toBe('function');
});

test('a script that fails fails again, and names its file', async () => {
  const { folder, open } = await write({ 'a.cjs': `throw new Error('no');` });
  await using _ = folder;
  const loader = open();
  for (const attempt of [1, 2]) {
    expect(() => loader.load('a.cjs'), String(attempt)).toThrow(
      expect.objectContaining({ message: 'no', stack: expect.stringContaining(join(folder.path, 'a.cjs')) }),
    );
  }
});

test('functions that were called are kept compiled, and the next process takes them as they are', async () => {
  const { folder, open } = await write({
    'a.cjs': `exports.long = (n) => { ${'n = n * 3 % 7 + 1; '.repeat(500)} return n; };`,
    'b.cjs': `exports.b = 1;`,
  });
  await using _ = folder;
  const { cache, codes, read } = memory();
  const first = open();
  first.use(cache);
  const { long } = first.load('a.cjs') as { long(n: number): number };
  first.keep();
  const before = codes.get(join(folder.path, 'a.cjs'))?.length ?? 0;

  const second = open();
  second.use({ ...cache, read: () => null });
  const result = (second.load('a.cjs') as { long(n: number): number }).long(1);
  expect(result).toBe(long(1));
  second.keep();
  expect(codes.get(join(folder.path, 'a.cjs'))?.length).toBeGreaterThan(before + 2000);

  const third = open();
  third.use(cache);
  expect((third.load('a.cjs') as { long(n: number): number }).long(1)).toBe(result);
  third.load('b.cjs');
  codes.delete(join(folder.path, 'a.cjs'));
  third.keep();
  // Only what was not there is written.
  expect([read, [...codes.keys()]]).toEqual([['a.cjs'], [join(folder.path, 'b.cjs')]]);
});

test('code that V8 does not take is compiled and kept anew', async () => {
  const { folder, open } = await write({ 'a.cjs': `exports.a = 1;` });
  await using _ = folder;
  const { cache, codes } = memory();
  codes.set(join(folder.path, 'a.cjs'), Buffer.from('of another V8'));
  const loader = open();
  loader.use(cache);
  expect(loader.load('a.cjs')).toEqual({ a: 1 });
  loader.keep();
  expect(codes.get(join(folder.path, 'a.cjs'))?.length).toBeGreaterThan(100);
});
