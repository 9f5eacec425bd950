import { expect, test } from 'vitest';
import { pathText, valueAt, valueText } from './path-text.ts';

test.each([
  [['services', 'api', 'ecs'], 'services.api.ecs'],
  [['tagRules', 0, 'tag'], 'tagRules[0].tag'],
  [['services', 'a b', 'x-y'], 'services["a b"].x-y'],
  [['services', 'a.b'], 'services["a.b"]'],
  [[Symbol('s')], '["Symbol(s)"]'],
  [[], ''],
])('%j', (path, text) => expect(pathText(path)).toBe(text));

test('only own properties are found', () => {
  expect(valueAt({ a: [{ b: 1 }] }, ['a', 0, 'b'])).toBe(1);
  expect(valueAt({ a: 1 }, ['constructor'])).toBeUndefined();
  expect(valueAt(null, ['a'])).toBeUndefined();
});

test.each([
  [undefined, 'undefined'],
  ['a"b', '"a\\"b"'],
  ['x'.repeat(90), `"${'x'.repeat(79)}…"`],
  [5, '5'],
  [[1], 'a list'],
  [{}, 'an object'],
  [/a/, 'a pattern'],
  [() => 1, 'a function'],
])('%o is told as %s', (value, text) => expect(valueText(value)).toBe(text));
