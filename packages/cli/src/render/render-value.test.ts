import type { Json } from '@funade/core';
import { expect, test } from 'vitest';
import { renderValue, renderValues } from './render-value.ts';

test.each<[Json, string]>([
  ['fast', 'fast'],
  ['', '""'],
  [['npm', 'start'], '[npm, start]'],
  [{ name: 'app', cpu: 256 }, '{name: app, cpu: 256}'],
  ['a\u009b31mb', '"a\\u009b31mb"'],
  ['a\u202eb', 'a\\u202eb'],
  [['a\u2066b', 'a, \u202eb'], '[a\\u2066b, "a, \\u202eb"]'],
])('%j is shown as %s', (value, shown) => expect(renderValue(value)).toBe(shown));

test('values that read the same are told apart by their types', () => {
  expect(renderValues('1\u202e', '1\\u202e', 80)).toEqual(['"1\\u202e"', '"1\\\\u202e"']);
});
