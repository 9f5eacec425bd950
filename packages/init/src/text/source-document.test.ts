import { expect, test } from 'vitest';
import { type Path, parseSource } from './source-document.ts';

const read = (text: string) => {
  const parsed = parseSource('a.yml', text);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.document;
};

test.each<[string, string, Path, number]>([
  ['a key', 'a: 1\nb:\n  c: 2\n', ['b', 'c'], 3],
  ['an item', 'a:\n  - x\n  - y\n', ['a', 1], 3],
  ['a key of JSON', '{\n\t"a": {\n\t\t"b": 1\n\t}\n}\n', ['a', 'b'], 3],
  ['what is not there', 'a:\n  b: 1\n', ['a', 'c'], 1],
  ['what an anchor has', 'x: &x\n  y: 1\nz:\n  <<: *x\n', ['z', 'y'], 2],
  ['what a reference names', 'x:\n  s: [a]\nz:\n  s:\n    - !reference [x, s]\n', ['z', 's', 0], 2],
  ['the document', 'a: 1\n', [], 1],
])('the line of %s', (...[, text, path, line]) => {
  expect(read(text).lineOf(path)).toBe(line);
});

test('anchors, merges and references are resolved', () => {
  const { value } = read('x: &x\n  s: [a, b]\ny:\n  <<: *x\n  t: [!reference [x, s], c]\nn:\n');
  expect(value).toEqual({ x: { s: ['a', 'b'] }, y: { s: ['a', 'b'], t: [['a', 'b'], 'c'] }, n: null });
});

test('a reference to nothing stays, and one to itself ends', () => {
  expect(read('a: !reference [b, c]\nd: !reference [d]\n').value).toMatchObject({ a: ['b', 'c'] });
});

test('what is no YAML is told with its line', () => {
  expect(parseSource('a.yml', 'a: 1\nb: [\n')).toMatchObject({ ok: false, line: 3 });
});
