import { expect, test } from 'vitest';
import { makingOf, withMaking, withoutOwnTags, withRun } from './revision-tags.ts';

const making = { release: 'v1.2.0', commit: 'c0ffee', config: 'abc' };
const team = { key: 'team', value: 'shop' };
const own = [
  { key: 'funade:release', value: 'v1.2.0' },
  { key: 'funade:commit', value: 'c0ffee' },
  { key: 'funade:config', value: 'abc' },
];

test('the making stands behind the tags of people and replaces the last one', () => {
  const before = { family: 'a', tags: [{ key: 'funade:release', value: 'v1.1.0' }, team] };
  expect(withMaking(before, making)).toEqual({ family: 'a', tags: [team, ...own] });
  expect(withRun(withMaking(before, making), 'run-1')).toEqual({
    family: 'a',
    tags: [team, ...own, { key: 'funade:run', value: 'run-1' }],
  });
});

test('a definition without room goes without, and its run with it', () => {
  const tags = Array.from({ length: 47 }, (_, index) => ({ key: `k${index}`, value: '' }));
  expect(withMaking({ family: 'a', tags }, making)).toEqual({ family: 'a', tags });
  expect(withRun({ family: 'a', tags }, 'run-1')).toEqual({ family: 'a', tags });
  expect(withMaking({ family: 'a', tags: tags.slice(1) }, making).tags).toHaveLength(49);
});

test('what AWS takes in no tag is replaced', () => {
  expect(withMaking({ family: 'a' }, { ...making, release: 'v1~2' }).tags).toContainEqual({
    key: 'funade:release',
    value: 'v1_2',
  });
});

test('what a revision says about its making is read back', () => {
  expect(makingOf(own)).toEqual({ release: 'v1.2.0', commit: 'c0ffee' });
  expect(makingOf([team])).toEqual({ release: null, commit: null });
});

test('without them nothing is left but the tags of people', () => {
  expect(withoutOwnTags({ family: 'a', tags: own })).toEqual({ family: 'a' });
  expect(withoutOwnTags({ family: 'a', tags: [...own, team] })).toEqual({ family: 'a', tags: [team] });
});
