import { expect, test } from 'vitest';
import { chooseRevisions } from './choose-revisions.ts';

const names = (...numbers: readonly number[]) => numbers.map((number) => `api:${number}`);
const family = { active: names(3, 10, 9, 4, 7), inactive: names(2, 1) };
const uses = { 'api:4': ['service shop/api runs it'], 'api:2': ['a task in cluster shop runs it'] };

test.each([
  [2, false, names(3, 7), []],
  [2, true, names(3, 7), names(1)],
  [4, false, names(3), []],
  [5, true, [], names(1)],
  [0, false, names(3, 7, 9), []],
])('of 10, 9, 7, 4 and 3, with 4 in use, keeping %i', (keep, deleteInactive, ...[deregister, remove]) => {
  const chosen = chooseRevisions(family, { uses, keep, deleteInactive });
  expect([chosen.deregister, chosen.remove]).toEqual([deregister, remove]);
  expect(chosen.kept).toBe(5 - deregister.length);
});

test('what is needed beyond the newest is told with the reason', () => {
  expect(chooseRevisions(family, { uses, keep: 2, deleteInactive: true }).needed).toEqual([
    { revision: 'api:4', why: uses['api:4'] },
    { revision: 'api:2', why: uses['api:2'] },
  ]);
  expect(chooseRevisions({ active: names(1), inactive: [] }, { uses: {}, keep: 1, deleteInactive: true })).toEqual({
    deregister: [],
    remove: [],
    needed: [],
    kept: 1,
  });
});
