import { expect, test } from 'vitest';
import { trailingCommaLine } from './trailing-comma.ts';

test.each([
  ['{"a": 1,\n}', 1],
  ['{\n"a": [1,\n2,  ]\n}', 3],
  ['{"a": ",}", "b": "\\",]"}', null],
  ['{"a": 1, b }', null],
])('%j has one in line %j', (text, line) => {
  expect(trailingCommaLine(text)).toBe(line);
});
