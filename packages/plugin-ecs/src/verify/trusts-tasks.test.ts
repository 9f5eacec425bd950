import { expect, test } from 'vitest';
import { trustsTasks } from './trusts-tasks.ts';

const tasks = { Service: 'ecs-tasks.amazonaws.com' };

function policy(...statements: readonly object[]): string {
  return encodeURIComponent(JSON.stringify({ Version: '2012-10-17', Statement: statements }));
}

test.each<[string, string, boolean]>([
  ['tasks', policy({ Effect: 'Allow', Principal: tasks, Action: 'sts:AssumeRole' }), true],
  [
    'tasks among others',
    policy(
      { Effect: 'Allow', Principal: { AWS: '222222222222' }, Action: 'sts:AssumeRole' },
      {
        Effect: 'Allow',
        Principal: { Service: ['ec2.amazonaws.com', 'ecs-tasks.amazonaws.com'] },
        Action: ['sts:TagSession', 'sts:AssumeRole'],
      },
    ),
    true,
  ],
  [
    'one statement that is no list',
    encodeURIComponent(JSON.stringify({ Statement: { Effect: 'Allow', Principal: '*', Action: 'sts:*' } })),
    true,
  ],
  [
    'instances',
    policy({ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }),
    false,
  ],
  ['tasks that are denied', policy({ Effect: 'Deny', Principal: tasks, Action: 'sts:AssumeRole' }), false],
  ['tasks for something else', policy({ Effect: 'Allow', Principal: tasks, Action: 'sts:TagSession' }), false],
  ['nobody', '', false],
  ['what is no policy', '%', false],
])('a role that trusts %s', (_, document, trusted) => {
  expect(trustsTasks(document)).toBe(trusted);
});
