import { expect, test } from 'vitest';
import { ageText } from './age-text.ts';

test.each([
  [-5, '0 ms'],
  [87_443_000, '24 h 17 min'],
  [2 * 86_400_000 - 60_000, '47 h 59 min'],
  [2 * 86_400_000, '2 days'],
  [10.9 * 86_400_000, '10 days'],
])('%d milliseconds ago reads %s', (milliseconds, text) => expect(ageText(milliseconds)).toBe(text));
