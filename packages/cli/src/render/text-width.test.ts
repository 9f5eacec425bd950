import stringWidth from 'string-width';
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

test('what is not looked at for long takes as many columns as the library says', () => {
  const signs = [
    [0x20, 0x7e],
    [0xa1, 0xac],
    [0xae, 0x2ff],
    [0x2010, 0x2027],
    [0x2190, 0x2193],
    [0x2713, 0x2718],
  ] as const;
  for (const [first, last] of signs) {
    for (let code = first; code <= last; code += 1) {
      const sign = String.fromCodePoint(code);
      expect([sign, textWidth(sign)]).toEqual([sign, stringWidth(sign)]);
      expect([sign, textWidth(`a${sign}b`)]).toEqual([sign, stringWidth(`a${sign}b`)]);
    }
  }
});
