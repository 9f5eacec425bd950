import { expect, test } from 'vitest';
import { awsTimeIn, isFarOff } from './aws-time.ts';

const date = 'Mon, 23 Nov 2026 12:00:00 GMT';
const noon = Date.UTC(2026, 10, 23, 12);

test.each([
  [{ date }, 0, noon],
  [{ date }, 900_000, noon],
  [{ date }, 900_001, null],
  [{ date, age: '3' }, 0, null],
  [{ date: 'yesterday' }, 0, null],
  [{}, 0, null],
])('%j after %i ms tells %s', (headers, took, time) => {
  expect(awsTimeIn(headers, took)).toBe(time);
});

test.each([
  [0, 239_999, false],
  [0, 240_000, true],
  [0, -240_000, true],
  [3_600_000, 3_600_500, false],
  [3_600_000, 0, true],
])('signed with an offset of %i ms where %i is right: refused %s', (used, right, far) => {
  expect(isFarOff(used, right)).toBe(far);
});
