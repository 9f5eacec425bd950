import { expect, test } from 'vitest';
import { revisionsToGoBackTo } from './revisions-to-go-back-to.ts';

test.each<[string, readonly string[], readonly string[], number, readonly string[]]>([
  ['one release after the other', ['api:3', 'api:2', 'api:1'], ['api:3'], 1, ['api:3', 'api:2']],
  ['two are kept', ['api:4', 'api:3', 'api:2', 'api:1'], ['api:4'], 2, ['api:4', 'api:3', 'api:2']],
  [
    'what ran before the first deployment of what runs',
    ['api:3', 'api:4', 'api:3', 'api:2', 'api:1'],
    ['api:3'],
    1,
    ['api:3', 'api:4', 'api:2'],
  ],
  [
    'a revision that was registered again goes back to what was before the one that it was made from',
    ['api:4', 'api:3', 'api:2', 'api:1'],
    ['api:4', 'api:2'],
    1,
    ['api:4', 'api:3', 'api:1'],
  ],
  ['none is kept: where a rollback goes stays', ['api:3', 'api:2', 'api:1'], ['api:3'], 0, ['api:3', 'api:2']],
  ['nothing has succeeded', [], ['api:1'], 3, []],
])('%s', (...[, succeeded, runs, keep, expected]) => {
  expect(revisionsToGoBackTo(succeeded, { runs: new Set(runs), keep })).toEqual(expected);
});
