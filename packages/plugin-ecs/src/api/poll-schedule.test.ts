import { expect, test } from 'vitest';
import {
  batchByCluster,
  callsPerMinute,
  hasRoom,
  inGroups,
  mayLookFirst,
  pauseBetweenRounds,
  pauseWhileBaking,
} from './poll-schedule.ts';

const minute = 60_000;

test.each([
  [1, 24],
  [2, 44],
  [10, 200],
])('%d calls a round and the first looks stay within %d a minute', (calls, most) => {
  const firstLooks: number[] = [];
  for (let at = 0; at < 100; at += 1) if (mayLookFirst(firstLooks, at)) firstLooks.push(at);
  const rounds = Math.ceil(minute / pauseBetweenRounds(calls));
  expect(rounds * calls + firstLooks.length).toBeLessThanOrEqual(most);
});

test.each([10, 20, 50])('%d calls a round stay within 188 a minute in the long run', (calls) => {
  expect((minute / pauseBetweenRounds(calls)) * calls).toBeLessThan(188);
});

test('a service is looked at every three seconds while few are watched', () => {
  expect(pauseBetweenRounds(1)).toBe(3000);
  expect(pauseBetweenRounds(9)).toBe(3000);
});

test('first looks are free again after a minute', () => {
  expect(mayLookFirst([0, 1, 2, 3], 59_999)).toBe(false);
  expect(mayLookFirst([0, 1, 2, 3], 60_000)).toBe(true);
});

test('a call names up to ten services of one cluster', () => {
  const services = Array.from({ length: 25 }, (_, index) => ({
    cluster: index < 21 ? 'a' : 'b',
    service: `s${index}`,
  }));
  expect(batchByCluster(services).map((batch) => [batch[0]?.cluster, batch.length])).toEqual([
    ['a', 10],
    ['a', 10],
    ['a', 1],
    ['b', 4],
  ]);
});

test.each([
  [1, 24],
  [10, 24],
  [11, 200],
  [100, 200],
])('%d services may take %d calls a minute', (services, calls) => expect(callsPerMinute(services)).toBe(calls));

test('a minute has room for what was sent before it began', () => {
  const sent = [0, 0, 30_000];
  expect(hasRoom(sent, { now: 59_999, calls: 1, most: 3 })).toBe(false);
  expect(hasRoom(sent, { now: 60_000, calls: 1, most: 3 })).toBe(true);
  expect(hasRoom(sent, { now: 60_000, calls: 3, most: 3 })).toBe(false);
});

test('a list falls into groups', () => {
  expect(inGroups([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(inGroups([], 2)).toEqual([]);
});

test.each<[string, number, number | null, number]>([
  ['at first', 0, null, 0],
  ['after a minute', minute, null, 3_000],
  ['after hours', 180 * minute, null, 30_000],
  ['shortly before the end', 180 * minute, 20_000, 5_000],
  ['when it should be over', 180 * minute, -1, 0],
])('a watch of what bakes rests %s', (_, ...[unchanged, left, pause]) =>
  expect(pauseWhileBaking(unchanged, left)).toBe(pause),
);
