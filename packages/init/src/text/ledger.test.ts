import { expect, test } from 'vitest';
import { openLedger } from './ledger.ts';
import { parseSource } from './source-document.ts';

const open = (text: string) => {
  const parsed = parseSource('a.yml', text);
  if (!parsed.ok) throw new Error(parsed.problem);
  return openLedger(parsed.document);
};
const text = 'a: 1\nb:\n  c: [x, y]\n  d: {e: 1}\nf: {}\n';

test('what nobody has read is left out, by its topmost key, in the order of the document', () => {
  const ledger = open(text);
  ledger.leave(['f'], { reason: 'it is empty', instead: 'write it' });
  ledger.carry(['b', 'c', 0]);
  ledger.carry(['a']);
  expect(ledger.close(() => ({ reason: 'it is not known' }))).toEqual([
    { place: 'a.yml:3', what: 'b.c[1]', reason: 'it is not known' },
    { place: 'a.yml:4', what: 'b.d', reason: 'it is not known' },
    { place: 'a.yml:5', what: 'f', reason: 'it is empty', instead: 'write it' },
  ]);
});

test('nothing is left out where all is carried, and all where nothing is', () => {
  const carried = open(text);
  carried.carry([]);
  expect(carried.close(() => ({ reason: 'x' }))).toEqual([]);
  expect(open(text).close((_, value) => ({ what: 'all of it', reason: typeof value }))).toEqual([
    { place: 'a.yml:1', what: 'all of it', reason: 'object' },
  ]);
});
