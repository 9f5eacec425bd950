import { expect, test } from 'vitest';
import { retryAfter } from './retry-after.ts';

const now = Date.UTC(2026, 10, 23, 12);

test.each([
  ['3', 3000],
  ['0.5', 500],
  ['0', 0],
  ['-2', 0],
  ['Mon, 23 Nov 2026 12:00:07 GMT', 7000],
  ['Mon, 23 Nov 2026 11:00:00 GMT', 0],
  ['soon', null],
  [' ', null],
  [null, null],
  [undefined, null],
])('%j asks for %j', (header, wait) => {
  expect(retryAfter(header, now)).toBe(wait);
});
