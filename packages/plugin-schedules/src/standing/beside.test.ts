import { expect, test } from 'vitest';
import { type Seen, standingText } from './beside.ts';

const seen: Seen = { revision: 'arn:aws:ecs:r:1:task-definition/api:2', expression: 'rate(1 hour)', enabled: true };

test.each<[Partial<Seen>, string | null, string, boolean]>([
  [{}, 'api:2', 'runs api:2 at rate(1 hour)', false],
  [{}, 'api:3', 'runs api:2 at rate(1 hour); its service is at api:3', true],
  [{}, null, 'runs api:2 at rate(1 hour)', false],
  [{ enabled: false, expression: null }, 'api:2', 'runs api:2; it is disabled', false],
  [{ revision: 'api' }, 'api:3', 'runs the newest revision of api at rate(1 hour)', false],
  [{ revision: null }, 'api:3', 'runs no task of ECS', true],
])('%j beside %s', (differs, ...rest) => {
  const [runs, text, amiss] = rest;
  expect(standingText({ ...seen, ...differs }, { revision: runs, job: false })).toEqual({ text, amiss });
});

test('a job has no service', () =>
  expect(standingText(seen, { revision: 'api:3', job: true })).toEqual({
    text: 'runs api:2 at rate(1 hour); the newest revision of the job is api:3',
    amiss: true,
  }));
