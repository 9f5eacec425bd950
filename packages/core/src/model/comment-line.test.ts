import { expect, test } from 'vitest';
import { commentLine } from './comment-line.ts';

test.each([
  ['// hi\n{}', 1],
  ['{\n"a": "http://x", /* b */ "c": 1\n}', 2],
  ['{"a": "// \\" /* "}', null],
  ['{"a": 1, b }', null],
])('%j has one in line %j', (text, line) => {
  expect(commentLine(text)).toBe(line);
});
