import { expect, test } from 'vitest';
import { durationText } from './duration-text.ts';

test.each([
  [0, '0 ms'],
  [849.6, '850 ms'],
  [1000, '1 s'],
  [3240, '3.2 s'],
  [59_949, '59.9 s'],
  [59_999, '1 min'],
  [125_000, '2 min 5 s'],
  [3_599_700, '1 h'],
  [3_780_000, '1 h 3 min'],
])('%d ms is %s', (milliseconds, text) => expect(durationText(milliseconds)).toBe(text));
