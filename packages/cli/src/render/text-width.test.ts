import { expect, test } from 'vitest';
import { cutText, textWidth } from './text-width.ts';

test.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'ab…'],
  ['船出丸', 5, '船出…'],
  ['船出丸', 6, '船出丸'],
  ['abc', 1, '…'],
  ['abc', 0, ''],
])('%s in %d columns is %s', (text, columns, shown) => {
  expect(cutText(text, columns)).toBe(shown);
  expect(textWidth(shown)).toBeLessThanOrEqual(columns);
});
