import { expect, test } from 'vitest';
import type { Json } from '../model/json.ts';
import { diffThreeWay } from './diff-three-way.ts';

const both = { family: 'shop-api', cpu: '256', containerDefinitions: [{ name: 'app', image: 'api:1' }] };

test.each<[scenario: string, other: Json, result: Json, changes: readonly unknown[]]>([
  ['two that agree have no third', both, { ...both, cpu: '512' }, [['cpu', '256', '512', undefined, undefined]]],
  [
    'the revision that was never run wins',
    { ...both, cpu: '512' },
    { ...both, cpu: '512' },
    [['cpu', '256', '512', '512', 'other']],
  ],
  ['what runs wins', { ...both, cpu: '512' }, both, [['cpu', '256', '256', '512', 'running']]],
  [
    'what is written wins',
    { ...both, cpu: '512' },
    { ...both, cpu: '1024' },
    [['cpu', '256', '1024', '512', 'config']],
  ],
  [
    'what is written wins over a removal',
    { family: 'shop-api', containerDefinitions: both.containerDefinitions },
    { ...both, cpu: '512' },
    [['cpu', '256', '512', null, 'config']],
  ],
  [
    'an edit inside what goes away is lost',
    { ...both, containerDefinitions: [{ name: 'app', image: 'api:2' }] },
    { family: 'shop-api', cpu: '256', containerDefinitions: [] },
    [
      ['containerDefinitions[app]', { name: 'app', image: 'api:1' }, null, undefined, undefined],
      ['containerDefinitions[app].image', 'api:1', null, 'api:2', 'config'],
    ],
  ],
  [
    'a removal of what changes is lost',
    { family: 'shop-api', cpu: '256', containerDefinitions: [] },
    { ...both, containerDefinitions: [{ name: 'app', image: 'api:3' }] },
    [['containerDefinitions[app].image', 'api:1', 'api:3', null, 'config']],
  ],
])('%s', (_, ...[value, result, changes]) => {
  const found = diffThreeWay({ running: both, other: { name: 'shop-api:43', value }, result });
  expect(found.map(({ path, from, to, other, winner }) => [path, from, to, other?.value, winner])).toEqual(changes);
});

test('of a set, each value is one of its own', () => {
  const other = { name: 'td.json', value: { modes: ['b', 'd'] } };
  const found = diffThreeWay({ running: { modes: ['a'] }, other, result: { modes: ['b', 'c'] } }, { modes: 'set' });
  expect(found.map(({ from, to, other: third, winner }) => [from, to, third?.value, winner])).toEqual([
    [null, 'b', 'b', 'other'],
    [null, 'c', undefined, undefined],
    ['a', null, null, 'other'],
  ]);
});
