import { expect, test } from 'vitest';
import { newEvents } from './new-events.ts';

const events = [
  { id: 'd', createdAt: 300, message: 'has started 1 tasks' },
  { id: 'c', createdAt: 200, message: 'has begun draining' },
  { id: 'b', createdAt: 100, message: 'has reached a steady state' },
  { id: 'a', createdAt: null, message: 'no time' },
];

test.each<[string, number | null, string[], string[]]>([
  ['those since the deployment began, oldest first', 200, [], ['c', 'd']],
  ['not those that were told', 200, ['c'], ['d']],
  ['none before the deployment', 301, [], []],
  ['none when nobody knows when it began', null, [], []],
])('news are %s', (_, ...[since, told, ids]) => {
  expect(newEvents(events, { since, told: new Set(told) }).map(({ id }) => id)).toEqual(ids);
});
