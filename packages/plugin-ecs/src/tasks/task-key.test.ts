import { buildEnvironment } from '@funade/core/testing';
import { expect, test } from 'vitest';
import { attemptToken, type TaskOfRelease, taskKey } from './task-key.ts';

const of: TaskOfRelease = {
  project: 'shop',
  environment: buildEnvironment(),
  release: { tag: 'v1.2.0', commit: '0123456789abcdef0123456789abcdef01234567' },
  service: 'api',
  task: 'migrate',
};

test('a key reads as what it is of, within what ECS takes', () => {
  const { startedBy, release } = taskKey(of);
  expect(startedBy).toBe(`funade/shop/production/api/migrate/v1-2-0/${release}`);
  const long = taskKey({ ...of, project: 'ü'.repeat(200) }).startedBy;
  expect(long).toMatch(/^[A-Za-z0-9\-_/]{128}$/);
  expect(attemptToken(startedBy, null)).toMatch(/^[\x21-\x7e]{1,64}$/);
});

test.each<Partial<TaskOfRelease>>([
  { project: 'other' },
  { environment: buildEnvironment({ name: 'staging' }) },
  { environment: buildEnvironment({ region: 'eu-west-1' }) },
  { service: 'web' },
  { task: 'warm' },
  { release: { ...of.release, tag: 'v1.2.1' } },
  { release: { ...of.release, commit: 'c0ffee' } },
  { release: { ...of.release, tag: null } },
])('another release, place or task has another key: %j', (differs) => {
  expect(taskKey({ ...of, ...differs })).not.toEqual(taskKey(of));
});

test('each attempt has a token of its own, and everybody the same', () => {
  const { startedBy } = taskKey(of);
  expect(new Set([null, 'a', 'b', null].map((after) => attemptToken(startedBy, after))).size).toBe(3);
});
