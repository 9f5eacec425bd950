import { expect, test } from 'vitest';
import { differingMembers } from './differing-members.ts';

test.each([
  [{ version: '1' }, { version: '1', up: true }, []],
  [{ version: '1' }, { version: '2' }, ['version is "2", expected "1"']],
  [{ version: '1' }, { version: 1 }, ['version is 1, expected "1"']],
  [{ version: '1' }, {}, ['version is not there, expected "1"']],
  [{ version: null }, { version: null }, []],
  [{ build: { commit: 'a' } }, { build: { commit: 'b' } }, ['build.commit is "b", expected "a"']],
  [{ build: { commit: 'a' } }, { build: 'b' }, ['build is "b", expected an object']],
  [{ toString: 'a' }, {}, ['toString is not there, expected "a"']],
  [[{ up: true }], [{ up: true, at: 1 }], []],
  [[{ up: true }], [{ up: false }], ['[0].up is false, expected true']],
  [{ parts: ['a'] }, { parts: ['a', 'b'] }, ['parts has 2 items, expected 1']],
  [{ parts: ['a'] }, { parts: {} }, ['parts is an object, expected a list']],
  ['ok', 'no', ['the answer is "no", expected "ok"']],
  [{ up: true }, ['x'], ['the answer is a list, expected an object']],
  [
    { a: 1, b: 1, c: 1, d: 1, e: 1 },
    {},
    ['a is not there, expected 1', 'b is not there, expected 1', 'c is not there, expected 1', '2 more'],
  ],
  [{ version: '1' }, { version: '\u001b[31m2\n' }, ['version is "\\u001b[31m2\\n", expected "1"']],
  [{ token: 'a1B2c3D4e5F6' }, { token: 'z9Y8x7W6v5U4' }, ['token is [secret], expected [secret]']],
])('%j in %j: %j', (expected, actual, told) => {
  expect(differingMembers(expected, actual)).toEqual(told);
});
