import type { Json } from '@funade/core/author';
import { expect, test } from 'vitest';
import { missingPath } from './holds.ts';

test.each<[Json, Json | undefined, string | null]>([
  [{ a: 1 }, { a: 1, b: 2 }, null],
  [{ a: null }, {}, null],
  [{ a: { b: [1, { c: 2 }] } }, { a: { b: [1, { c: 2, d: 3 }], e: 4 } }, null],
  [{ a: { b: [1, { c: 2 }] } }, { a: { b: [1, { c: 3 }] } }, 'a.b[1].c'],
  [{ a: [1, 2] }, { a: [1] }, 'a'],
  [{ a: { b: 1 } }, { a: 'text' }, 'a'],
  [{ a: 1 }, {}, 'a'],
])('of %j in %j is missing: %j', (sent, there, path) => expect(missingPath(sent, there)).toBe(path));
