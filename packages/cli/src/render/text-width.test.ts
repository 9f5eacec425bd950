import { expect, test } from 'vitest';
import { cutText, padText, textWidth } from './text-width.ts';

test.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'ab…'],
  ['船出丸', 5, '船出…'],
  ['船出丸', 6, '船出丸'],
  ['⏳ pulling', 5, '⏳ p…'],
  ['👩‍👩‍👧 family', 4, '👩‍👩‍👧 …'],
  ['👩‍👩‍👧👩‍👩‍👧', 3, '👩‍👩‍👧…'],
  ['e\u0301tude', 3, 'e\u0301t…'],
  ['abc', 1, '…'],
  ['abc', 0, ''],
])('%s in %d columns is %s', (text, columns, shown) => {
  expect(cutText(text, columns)).toBe(shown);
  expect(textWidth(shown)).toBeLessThanOrEqual(columns);
});

test.each([
  ['abc', 3],
  ['', 0],
  ['船出', 4],
  ['⏳', 2],
  ['✅ built', 8],
  ['⠋ ✔ ✖ · … → –', 13],
  ['👩‍👩‍👧', 2],
  ['🇯🇵', 2],
  ['e\u0301', 1],
  ['\u001b[31mred\u001b[39m', 3],
])('%j takes %d columns', (text, columns) => {
  expect(textWidth(text)).toBe(columns);
  expect(textWidth(padText(text, 20))).toBe(20);
});
