import { expect, test } from 'vitest';
import { nearestName, suggest } from './nearest.ts';

const names = ['staging', 'production', 'api', 'web'];

test.each([
  ['a letter is wrong', 'producton', 'production'],
  ['letters change places', 'stagign', 'staging'],
  ['the case differs', 'Production', 'production'],
  ['it is a beginning', 'prod', 'production'],
  ['a short name has one wrong letter', 'apo', 'api'],
  ['a short name has two wrong letters', 'abo', null],
  ['nothing is near', 'database', null],
  ['it is empty', '', null],
])('%s', (_, name, nearest) => expect(nearestName(name, names)).toBe(nearest));

test('of several that it is a beginning of, the one that lacks least is nearest', () => {
  expect(nearestName('task', ['taskDefinition', 'tasks', 'wait'])).toBe('tasks');
});

test('a suggestion names the nearest and lists what there is', () => {
  expect(suggest('prod', names)).toBe('did you mean "production"? available: staging, production, api, web');
  expect(suggest('x', ['only'])).toBe('available: only');
  expect(suggest('x', [])).toBe('none are available');
  expect(
    suggest(
      'x',
      Array.from({ length: 22 }, (_, index) => `service-${index}`),
    ),
  ).toMatch(/service-19, and 2 more$/);
});
