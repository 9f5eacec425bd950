import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hostileParts, hostileTexts } from '../testing/hostile-texts.ts';
import type { Json } from './json.ts';
import { jsonText, plainJson } from './plain-json.ts';

test('every text in a value becomes plain, and what is plain stays the same object', () => {
  const plain = { a: ['x', { b: 'y' }], c: null, d: 1, e: true };
  expect(plainJson(plain)).toBe(plain);
  expect(plainJson({ ...plain, 'k\u001b[2J': ['::error::x', 'a\r\nb'] })).toEqual({
    ...plain,
    k: [': :error::x', 'a\nb'],
  });
});

test('JSON text is exact and holds nothing that a terminal or a CI acts on', () => {
  const pieces = fc.oneof(fc.constantFrom(...hostileTexts), fc.string({ unit: 'binary' }));
  fc.assert(
    fc.property(fc.jsonValue(), fc.array(pieces), (value, texts) => {
      const written = jsonText({ value, texts } as Json);
      expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify({ value, texts })));
      expect(hostileParts(written)).toEqual([]);
    }),
    { seed: 20_261_130, numRuns: 300 },
  );
});
