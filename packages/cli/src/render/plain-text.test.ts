import { expect, test } from 'vitest';
import { cutText, plainText, textWidth } from './plain-text.ts';

test.each([
  ['colours', '\u001b[31mred\u001b[0m', 'red'],
  ['cursor movements', 'a\u001b[2Kb\u001b[3A', 'ab'],
  ['a progress bar keeps its last state', '10%\r50%\r100%', '100%'],
  ['a Windows line end', 'done\r', 'done'],
  ['a bell', 'a\u0007b', 'a b'],
  ['a title sequence', '\u001b]0;title\u0007text', 'text'],
])('%s', (_, text, shown) => expect(plainText(text)).toBe(shown));

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
