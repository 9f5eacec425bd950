import { expect, test } from 'vitest';
import { eventsSchema, type RunEvent } from '../model/event.ts';
import type { Outcome } from '../model/outcome.ts';
import { buildPlan, buildStep } from '../testing/builders.ts';
import { earlierSteps } from './earlier.ts';

const step = 'a:api@production';
const plan = buildPlan([buildStep(step)]);
const started = (at: number): RunEvent => ({ type: 'step-started', at, step });
const succeeded: RunEvent = { type: 'step-succeeded', at: 9, step, output: 'out' };
const progress = (data: string | null): RunEvent => ({ type: 'step-progress', at: 2, step, message: 'x', data });
const error = { code: 'X', category: 'failed', message: 'x', hint: null, because: [] } as const;
const failed = (outcome: Outcome): RunEvent => ({ type: 'step-failed', at: 9, step, error, outcome });
const begun = { at: 1, said: [] };

type Wanted = Partial<Record<'done' | 'failed' | 'begun', object>>;

test.each<[string, readonly RunEvent[], Wanted]>([
  ['nothing', [], {}],
  ['a step that succeeded', [started(1), succeeded], { done: { [step]: 'out' } }],
  ['one that was cut off', [started(1)], { begun: { [step]: begun } }],
  [
    'what it was about to do',
    [started(1), progress('one'), progress(null)],
    { begun: { [step]: { at: 1, said: ['one'] } } },
  ],
  ['one that failed', [started(1), failed('failed')], { failed: { [step]: { error, outcome: 'failed' } } }],
  [
    'one that was superseded',
    [started(1), failed('superseded')],
    { failed: { [step]: { error, outcome: 'superseded' } } },
  ],
  ['one that was interrupted', [started(1), failed('cancelled')], { begun: { [step]: begun } }],
  ['one whose time was over', [started(1), failed('timed-out')], { begun: { [step]: begun } }],
  ['one that was cut off twice', [started(1), started(5)], { begun: { [step]: begun } }],
  ['one that was taken up', [started(1), started(5), succeeded], { done: { [step]: 'out' } }],
  ['one that was restored', [succeeded], { done: { [step]: 'out' } }],
  [
    'one that was done, ran again and failed',
    [succeeded, started(5), failed('failed')],
    { failed: { [step]: { error, outcome: 'failed' } } },
  ],
])('%s', (_, events, { done = {}, failed: ended = {}, begun: open = {} }) => {
  const earlier = earlierSteps(plan, events);
  expect(Object.fromEntries(earlier.done)).toEqual(done);
  expect(Object.fromEntries(earlier.failed)).toEqual(ended);
  expect(Object.fromEntries(earlier.begun)).toEqual(open);
});

test('events of another plan are refused', () => {
  const other: RunEvent = {
    type: 'run-started',
    schema: eventsSchema,
    at: 0,
    run: 'r',
    plan: 'other',
    environment: 'e',
  };
  expect(() => earlierSteps(plan, [other])).toThrow(expect.objectContaining({ code: 'JOURNAL_OTHER_PLAN' }));
});
