import type { Note } from '@funade/core';
import { expect, test } from 'vitest';
import { groupNotes } from './group-notes.ts';

const note = (name: string, text: string): Note => ({ targets: [], label: `${name}@production`, text });
const there = (name: string) => note(name, `image ${name}:v1 is already in ECR`);

test.each<[string, readonly Note[], readonly string[]]>([
  ['nothing', [], []],
  ['two that say the same', [there('a'), there('b')], ['image a:v1 is already in ECR', 'image b:v1 is already in ECR']],
  [
    'three',
    [there('shop/a'), there('shop/b'), there('shop/c')],
    ['image shop/a:v1 is already in ECR + shop/b, shop/c'],
  ],
  [
    'others between them',
    [there('a'), note('x', 'something else'), there('b'), there('c')],
    ['image a:v1 is already in ECR + b, c', 'something else'],
  ],
  ['the same without a name', [note('a', 'hm'), note('b', 'hm'), note('c', 'hm')], ['hm + b, c']],
])('%s', (_, notes, said) => {
  const told = groupNotes(notes).map(({ text, others }) =>
    others.length === 0 ? text : `${text} + ${others.join(', ')}`,
  );
  expect(told).toEqual(said);
});
