import { expect, test } from 'vitest';
import { decoratedTags, relativeTo, statusHeader, statusPaths } from './git-output.ts';

const hash = '0'.repeat(40);
const output = [
  `# branch.oid ${hash}`,
  '# branch.head feature/x',
  `1 .M N... 100644 100644 100644 ${hash} ${hash} services/api/index.js`,
  `2 R. N... 100644 100644 100644 ${hash} ${hash} R100 new name.txt`,
  'old name.txt',
  `u UU N... 100644 100644 100644 100644 ${hash} ${hash} ${hash} both.txt`,
  '? with "quotes" and\nline',
  '',
].join('\0');

test('paths of every kind of entry are read, both of a rename', () => {
  expect(statusPaths(output)).toEqual([
    'services/api/index.js',
    'new name.txt',
    'old name.txt',
    'both.txt',
    'with "quotes" and\nline',
  ]);
  expect(statusPaths('')).toEqual([]);
});

test('headers are read', () => {
  expect(statusHeader(output, 'branch.head')).toBe('feature/x');
  expect(statusHeader(output, 'branch.upstream')).toBeNull();
});

test('paths are told as seen from a folder', () => {
  expect(relativeTo('', ['a/b'])).toEqual(['a/b']);
  expect(relativeTo('deploy/', ['deploy/x', 'services/api', 'new/'])).toEqual(['x', '../services/api', '../new/']);
});

test.each([
  ['', []],
  ['HEAD -> refs/heads/main, refs/remotes/origin/main', []],
  ['tag: refs/tags/v1.9.0, tag: refs/tags/weekly, tag: refs/tags/v1.10.0', ['v1.10.0', 'v1.9.0', 'weekly']],
  ['tag: refs/tags/api/v1.0.0, tag: refs/tags/a,b', ['api/v1.0.0', 'a,b']],
])('tags in %j', (decorations, tags) => expect(decoratedTags(decorations)).toEqual(tags));
