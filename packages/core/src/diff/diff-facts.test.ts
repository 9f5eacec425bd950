import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../model/json.ts';
import { diffFacts } from './diff-facts.ts';

test.each<
  [string, readonly [before: Json, now: Json], readonly (readonly [string, Json | undefined, Json | undefined])[]]
>([
  ['equal facts', [{ a: { b: 1, c: 2 } }, { a: { c: 2, b: 1 } }], []],
  ['a changed value', [{ a: { b: 1 } }, { a: { b: 2 } }], [['a.b', 1, 2]]],
  ['a new key', [{ a: {} }, { a: { b: null } }], [['a.b', undefined, null]]],
  ['a key that is gone', [{ a: { b: 1 } }, { a: {} }], [['a.b', 1, undefined]]],
  ['another kind of value', [{ a: { b: 1 } }, { a: [1] }], [['a', { b: 1 }, [1]]]],
  ['an item of a list', [{ a: [1, { b: 2 }] }, { a: [1, { b: 3 }] }], [['a[1].b', 2, 3]]],
  ['a longer list', [{ a: [1] }, { a: [1, 2] }], [['a', [1], [1, 2]]]],
  ['a key that is no name', [{ 'api@p': { 'a.b': 1 } }, { 'api@p': { 'a.b': 2 } }], [['["api@p"]["a.b"]', 1, 2]]],
  ['a key that every object has', [{}, { toString: 1 }], [['toString', undefined, 1]]],
])('%s', (_, [before, now], changes) => {
  expect(diffFacts(before, now).map(({ path, from, to }) => [path, from, to])).toEqual(changes);
});

test('facts differ from themselves in nothing, also once they were saved', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(diffFacts(value as Json, JSON.parse(JSON.stringify(value)))).toEqual([]);
    }),
  );
});
