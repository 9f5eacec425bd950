import { expect, test } from 'vitest';
import type { Problem } from '../model/problem.ts';
import { plainCopy } from './plain-copy.ts';

test.each([
  ['199,999 values in a list', 199_999, []],
  ['one more', 200_000, [{ path: [], message: 'holds more than 200000 values' }]],
  ['many more, told once', 200_100, [{ path: [], message: 'holds more than 200000 values' }]],
])('%s', (...[, count, expected]) => {
  const problems: Problem[] = [];
  plainCopy(
    Array.from({ length: count }, () => 1),
    problems,
  );
  expect(problems).toEqual(expected);
});
