import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exactJsonText, isExactNumber, parseExactJson } from './exact-json.ts';

test.each([
  '12345678901234567890',
  '-12345678901234567890',
  '0.1000000000000000055511151231257827',
  '1.0',
  '1e3',
  '1E-7',
  '-0',
  '0',
  '-1.5',
  '1777386513.267',
])('%s is spelled the same after a round trip', (number) => {
  for (const text of [number, `{"a":{"b":[${number},{"c":${number}}]}}`]) {
    expect(exactJsonText(parseExactJson(text))).toBe(text);
  }
});

test('numbers that JavaScript holds stay numbers', () => {
  expect(parseExactJson('{"a":[0,-1,1.5,9007199254740991]}')).toEqual({ a: [0, -1, 1.5, 9_007_199_254_740_991] });
});

test.each<[unknown, boolean]>([
  [{ $number: '1.0' }, true],
  [{ $number: '007' }, false],
  [{ $number: 'x' }, false],
  [{ $number: 1 }, false],
  [{ $number: '1', more: 1 }, false],
  [1, false],
  [null, false],
])('%j is an exact number: %s', (value, expected) => expect(isExactNumber(value)).toBe(expected));

test('what is no JSON is refused', () => expect(() => parseExactJson('{"a":0123}')).toThrow(SyntaxError));

test('any JSON text keeps its meaning and its numbers', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(JSON.parse(exactJsonText(parseExactJson(text)))).toEqual(JSON.parse(text));
    }),
  );
});
