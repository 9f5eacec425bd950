import { expect, test } from 'vitest';
import { checkNeeds } from './check-needs.ts';

const api = { tasks: { migrate: { when: 'before' }, warm: { when: 'after' } } };

test.each<[string, readonly string[], readonly string[]]>([
  ['a task of another service', ['api/migrate'], []],
  [
    'a service that does not exist',
    ['ap/migrate'],
    ['there is no task "ap/migrate"; did you mean "api/migrate"? available: api/migrate'],
  ],
  [
    'a task that does not exist',
    ['api/migrat'],
    ['there is no task "api/migrat"; did you mean "api/migrate"? available: api/migrate'],
  ],
  [
    'a task that runs too late',
    ['api/migrate', 'api/warm'],
    ['task "api/warm" runs after the rollout, and nothing can wait for it'],
  ],
])('%s', (_, needs, messages) => {
  const problems = checkNeeds({ api, worker: { needs }, web: {} });
  expect(problems.map(({ message }) => message)).toEqual(messages);
  expect(problems.map(({ path }) => path)).toEqual(messages.map(() => ['worker', 'needs', needs.length - 1]));
});
