import { expect, test } from 'vitest';
import { dirtyPathsOfBuild } from './dirty-paths-of-build.ts';

test.each([
  ['a file inside the context', { context: 'services/api' }, ['services/api/main.ts'], 1],
  ['a file of a neighbour', { context: 'services/api' }, ['services/api-gateway/main.ts', 'README.md'], 0],
  ['a context that is the config folder', { context: '.' }, ['README.md', 'a/b'], 2],
  [
    'a context written with a leading dot and a slash at its end',
    { context: './services/api/' },
    ['services/api/x'],
    1,
  ],
  ['a context above the config', { context: '..' }, ['../shared/x', 'here'], 2],
  ['a file above a context that is the config folder', { context: '.' }, ['../shared/x'], 0],
  ['a Dockerfile outside the context', { context: 'app', dockerfile: '../docker/api' }, ['docker/api'], 1],
  ['an untracked folder that holds the context', { context: 'services/api' }, ['services/'], 1],
  ['a file whose name begins with two dots', { context: '.' }, ['..env'], 1],
  [
    'content, and files of it',
    { context: 'web', from: 'scratch', content: { dist: '/srv', 'a.txt': '/a' } },
    ['web/dist/x', 'web/a.txt'],
    2,
  ],
  [
    'content, and other files',
    { context: 'web', from: 'scratch', content: { dist: '/srv' } },
    ['web/src/x', 'web/distant', 'x'],
    0,
  ],
  [
    'content that an untracked folder holds',
    { context: 'web', from: 'scratch', content: { 'dist/app': '/srv' } },
    ['web/dist/'],
    1,
  ],
  ['content that is the whole context', { context: 'web', from: 'scratch', content: { '.': '/srv' } }, ['web/x'], 1],
  ['nothing dirty', { context: '.' }, [], 0],
])('%s', (...[, build, dirty, count]) => expect(dirtyPathsOfBuild(build, dirty)).toHaveLength(count));

test('what an ignore file keeps out does not count, but the Dockerfile does', () => {
  const dirty = ['app/Dockerfile', 'app/notes.md', 'app/main.ts'];
  expect(dirtyPathsOfBuild({ context: 'app' }, dirty, ['app/Dockerfile', 'app/notes.md'])).toEqual([
    'app/Dockerfile',
    'app/main.ts',
  ]);
});
