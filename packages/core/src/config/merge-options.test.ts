import { expect, test } from 'vitest';
import { mergeOptions } from './merge-options.ts';

test.each([
  ['objects are merged by key', { a: { b: 1, c: 2 } }, { a: { c: 3 } }, { a: { b: 1, c: 3 } }],
  ['lists are replaced', { a: [1, 2] }, { a: [3] }, { a: [3] }],
  ['an object replaces a value', { a: 1 }, { a: { b: 2 } }, { a: { b: 2 } }],
  ['a value replaces an object', { a: { b: 2 } }, { a: 1 }, { a: 1 }],
  ['null replaces', { a: { b: 2 } }, { a: null }, { a: null }],
  ['nothing over', { a: 1 }, undefined, { a: 1 }],
  ['nothing below', undefined, { a: 1 }, { a: 1 }],
])('%s', (_, ...[base, over, merged]) =>
  expect(mergeOptions(Object.freeze(base), Object.freeze(over))).toEqual(merged),
);

test('a key named like the prototype is a key', () => {
  const over = JSON.parse('{"__proto__": {"polluted": true}}') as unknown;
  const merged = mergeOptions({}, over);
  expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});
