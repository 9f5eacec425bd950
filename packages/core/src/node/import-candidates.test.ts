import { expect, test } from 'vitest';
import { importCandidates } from './import-candidates.ts';

test.each([
  ['/a/b', ['/a/b.ts', '/a/b.mts', '/a/b.cts', '/a/b.js']],
  ['/a/b.js', ['/a/b.ts', '/a/b.js.ts']],
  ['/a/b.mjs', ['/a/b.mts', '/a/b.mjs.ts']],
  ['/a/b.config', ['/a/b.config.ts']],
])('%s is looked for as TypeScript does', (path, first) => {
  expect(importCandidates(path).slice(0, first.length)).toEqual(first);
});

test('a folder is its index', () => {
  expect(importCandidates('/a/b')).toContain('/a/b/index.ts');
});
