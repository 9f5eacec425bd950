import { expect, test } from 'vitest';
import { findMutants } from './find-mutants.ts';

const mutated = (text: string) =>
  findMutants('a.ts', text).map(({ start, end, text: instead }) => text.slice(0, start) + instead + text.slice(end));

test.each<[string, readonly string[]]>([
  ['f = a === b;', ['f = a !== b;']],
  ['f = a < b;', ['f = a <= b;']],
  ['f = a && b || c;', ['f = a || b || c;', 'f = a && b && c;']],
  ['f = a ?? b;', ['f = b;']],
  ['f = a ? b : c;', ['f = !(a) ? b : c;']],
  ['if (a) b = 1;', ['if (!(a)) b = 1;', 'if (a) b = 2;']],
  ['await f(1);', [';', 'await f(2);']],
  ['throw gone(name);', [';']],
  ['f = () => true;', ['f = () => false;']],
  ['f = a + 1;', ['f = a - 1;', 'f = a + 2;']],
])('%s becomes %j', (text, expected) => {
  expect(mutated(text).toSorted()).toEqual([...expected].toSorted());
});

test.each([
  'interface A { readonly format: 1; readonly dirty: true | 5 }',
  'const a: 4 = b;',
  'const pause = 5 * 60_000;',
  "f = 'a' + b;",
  '// a === b',
])('%s stays as it is', (text) => {
  expect(mutated(text)).toEqual([]);
});
