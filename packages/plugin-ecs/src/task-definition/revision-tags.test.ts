import { expect, test } from 'vitest';
import {
  originOf,
  provenanceOf,
  recordedRun,
  withOrigin,
  withoutOwnTags,
  withProvenance,
  withRun,
} from './revision-tags.ts';

const provenance = { release: 'v1.2.0', commit: 'c0ffee', config: 'abc' };
const team = { key: 'team', value: 'shop' };
const own = [
  { key: 'funade:release', value: 'v1.2.0' },
  { key: 'funade:commit', value: 'c0ffee' },
  { key: 'funade:config', value: 'abc' },
];

test('the provenance stands behind the tags of people and replaces the last one', () => {
  const before = { family: 'a', tags: [{ key: 'funade:release', value: 'v1.1.0' }, team] };
  expect(withProvenance(before, provenance)).toEqual({ family: 'a', tags: [team, ...own] });
  expect(withRun(withProvenance(before, provenance), 'run-1')).toEqual({
    family: 'a',
    tags: [team, ...own, { key: 'funade:run', value: 'run-1' }],
  });
});

test('a definition without room goes without, and its run with it', () => {
  const tags = Array.from({ length: 47 }, (_, index) => ({ key: `k${index}`, value: '' }));
  expect(withProvenance({ family: 'a', tags }, provenance)).toEqual({ family: 'a', tags });
  expect(withRun({ family: 'a', tags }, 'run-1')).toEqual({ family: 'a', tags });
  expect(withProvenance({ family: 'a', tags: tags.slice(1) }, provenance).tags).toHaveLength(49);
});

test('what AWS takes in no tag is replaced', () => {
  expect(withProvenance({ family: 'a' }, { ...provenance, release: 'v1~2' }).tags).toContainEqual({
    key: 'funade:release',
    value: 'v1_2',
  });
});

test('what a revision says about its provenance is read back', () => {
  expect(provenanceOf(own)).toEqual({ release: 'v1.2.0', commit: 'c0ffee' });
  expect(recordedRun(own)).toBeNull();
  expect(recordedRun([{ key: 'funade:run', value: 'run-1' }])).toBe('run-1');
  expect(provenanceOf([team])).toEqual({ release: null, commit: null });
});

test('without them nothing is left but the tags of people', () => {
  expect(withoutOwnTags({ family: 'a', tags: own })).toEqual({ family: 'a' });
  expect(withoutOwnTags({ family: 'a', tags: [...own, team] })).toEqual({ family: 'a', tags: [team] });
});

test('what is registered again keeps its tags, gets the run that does it, and names the first revision of its content', () => {
  const before = [team, ...own, { key: 'funade:run', value: 'run-1' }];
  const again = withOrigin({ family: 'a', tags: before }, 'a:1');
  expect(again.tags).toEqual([team, ...own, { key: 'funade:origin', value: 'a:1' }]);
  expect(withRun(again, 'run-2').tags).toContainEqual({ key: 'funade:run', value: 'run-2' });
  expect(originOf(withOrigin(again, 'a:4').tags as typeof own)).toBe('a:1');
  expect(withOrigin({ family: 'a' }, 'a:1').tags).toEqual([{ key: 'funade:origin', value: 'a:1' }]);
  const full = Array.from({ length: 49 }, (_, index) => ({ key: `k${index}`, value: '' }));
  expect(withOrigin({ family: 'a', tags: [...full, { key: 'funade:run', value: 'run-1' }] }, 'a:1').tags).toEqual(full);
  const crowded = { family: 'a', tags: [...full, { key: 'funade:release', value: 'v1' }] };
  expect(withRun(withOrigin(crowded, 'a:1'), 'run-2')).toEqual(crowded);
});
