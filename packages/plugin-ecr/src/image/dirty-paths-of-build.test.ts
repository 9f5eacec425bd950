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
  ['nothing dirty', { context: '.' }, [], 0],
])('%s', (...[, build, dirty, count]) => expect(dirtyPathsOfBuild(build, dirty)).toHaveLength(count));
