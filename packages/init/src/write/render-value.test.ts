import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { code, noted, type Value } from '../model/value.ts';
import { renderValue } from './render-value.ts';

test.each<[string, Value, string]>([
  ['a string', 'a b', "'a b'"],
  ['an apostrophe', "it's", '"it\'s"'],
  ['both quotes', `it's "x"`, `'it\\'s "x"'`],
  ['control characters', 'a\nb\u2028\u001b', String.raw`'a\nb\u2028\u001b'`],
  ['an expression', code('process.env.STAGE'), 'process.env.STAGE'],
  ['a regular expression', /^v\d+$/, String.raw`/^v\d+$/`],
  ['a short object', { a: 1, 'b-c': [true, null] }, "{ a: 1, 'b-c': [true, null] }"],
  ['nothing', { a: {}, b: [] }, '{ a: {}, b: [] }'],
  ['a comment', { a: noted(1, 'one\ntwo') }, '{\n  // one\n  // two\n  a: 1,\n}'],
  ['a comment in a list', [noted('a', 'one')], "[\n  // one\n  'a',\n]"],
  ['a name that would be the prototype', JSON.parse('{"__proto__":1}') as Value, "{ '__proto__': 1 }"],
])('%s', (_, value, text) => expect(renderValue(value, { indent: 0 })).toBe(text));

test('a long object has a line for each key, and an open one always', () => {
  const long = { first: 'x'.repeat(60), second: 'y'.repeat(60) };
  expect(renderValue(long, { indent: 2 })).toBe(
    `{\n    first: '${'x'.repeat(60)}',\n    second: '${'y'.repeat(60)}',\n  }`,
  );
  expect(renderValue({ a: { b: 1 } }, { indent: 0, open: 1 })).toBe('{\n  a: { b: 1 },\n}');
});

test('what is written is what it means', () => {
  const json = fc.jsonValue() as fc.Arbitrary<Value>;
  fc.assert(
    fc.property(json, (value) => {
      const read: unknown = new Function(`return (${renderValue(value, { indent: 0 })})`)();
      expect(JSON.stringify(read)).toBe(JSON.stringify(value));
    }),
    { seed: 280, numRuns: 300 },
  );
});

test('no text can leave a comment', () => {
  expect(renderValue({ a: noted(1, 'x\r\nprocess.exit()\u2028y') }, { indent: 0 })).toBe(
    '{\n  // x\n  // process.exit()\n  // y\n  a: 1,\n}',
  );
});
