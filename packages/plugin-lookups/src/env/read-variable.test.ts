import { expect, test } from 'vitest';
import { readVariable } from './read-variable.ts';

test.each([
  ['a value', 'STAGE', 'blue', 'blue'],
  ['a value with spaces', 'STAGE', ' a b ', ' a b '],
  ['nothing', 'STAGE', undefined, 'the variable STAGE is not set'],
  ['an empty text', 'STAGE', '', 'the variable STAGE is not set'],
  [
    'the shape of a secret',
    'STAGE',
    'AKIAIOSFODNN7EXAMPLE',
    'the value of STAGE looks like a secret, and a plan contains what it looks up; keep it in SSM or Secrets Manager',
  ],
  [
    'a password in a URL',
    'DATABASE_URL',
    'postgres://shop:hunter2@db.example.com/shop',
    'the value of DATABASE_URL looks like a secret, and a plan contains what it looks up; keep it in SSM or Secrets Manager',
  ],
])('%s', (...[, name, value, expected]) => {
  const result = readVariable({ name, fallback: null }, value);
  expect(result.found ? result.value : result.problem).toBe(expected);
});

test.each([
  ['a value before its default', 'green', 'blue', 'green'],
  ['its default where it is not set', undefined, 'blue', 'blue'],
  ['its default where it is empty', '', 'blue', 'blue'],
  ['an empty default', undefined, '', ''],
])('%s', (...[, value, fallback, expected]) => {
  expect(readVariable({ name: 'STAGE', fallback }, value)).toEqual({ found: true, value: expected });
});
