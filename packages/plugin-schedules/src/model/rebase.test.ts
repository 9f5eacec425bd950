import type { Json, JsonObject } from '@funade/core/author';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rebase } from './rebase.ts';

const before: JsonObject = {
  Cron: 'rate(1 day)',
  State: 'ENABLED',
  Target: { Arn: 'a', Ecs: { Revision: 1, Count: 1 } },
};
const after: JsonObject = { ...before, Target: { Arn: 'a', Ecs: { Revision: 2, Count: 1 } } };

test.each<[string, JsonObject, JsonObject]>([
  ['nothing has changed', before, after],
  ['it is done already', after, after],
  ['a member beside it', { ...before, State: 'DISABLED' }, { ...after, State: 'DISABLED' }],
  [
    'a member next to it',
    { ...before, Target: { Arn: 'a', Ecs: { Revision: 1, Count: 3 } } },
    { ...after, Target: { Arn: 'a', Ecs: { Revision: 2, Count: 3 } } },
  ],
  ['one that came', { ...before, EndDate: 5 }, { ...after, EndDate: 5 }],
  [
    'one that went',
    { State: 'ENABLED', Target: before.Target ?? null },
    { State: 'ENABLED', Target: after.Target ?? null },
  ],
  ['null for absent', { ...before, EndDate: null }, after],
])('%s', (_, now, body) => expect(rebase(before, after, now)).toEqual({ body, conflict: null }));

test.each<[string, JsonObject, Json]>([
  ['the same member', { ...before, Target: { Arn: 'a', Ecs: { Revision: 7, Count: 1 } } }, 7],
  ['it is gone', { ...before, Target: { Arn: 'a', Ecs: { Count: 1 } } }, null],
])('%s is a conflict', (_, now, found) => {
  expect(rebase(before, after, now)).toEqual({
    body: null,
    conflict: { path: 'Target.Ecs.Revision', planned: 1, now: found },
  });
});

const flat = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom<Json>(1, 2, 'x', [1], { y: 1 }));

test('what nobody else has changed becomes what was planned, and what was not planned stays as others left it', () => {
  fc.assert(
    fc.property(flat, flat, flat, (from, to, now) => {
      expect(rebase(from, to, from).body).toEqual(to);
      expect(rebase(from, from, now).body).toEqual(now);
      expect(rebase(from, to, to).body).toEqual(to);
    }),
    { seed: 12, numRuns: 300 },
  );
});
