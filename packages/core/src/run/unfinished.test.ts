import { expect, test } from 'vitest';
import { eventsSchema, type RunEvent } from '../model/event.ts';
import type { Json } from '../model/json.ts';
import type { Outcome } from '../model/outcome.ts';
import type { StepId } from '../model/step.ts';
import { buildPlan, buildStep } from '../testing/builders.ts';
import type { PastRun } from './past-run.ts';
import { unfinishedRuns } from './unfinished.ts';

const update = 'ecs.update:api@production' as StepId;
const wait = 'ecs.wait:api@production' as StepId;

/** A run that updated `api` to deployment `output` and whose wait ended so; null: it was killed. */
function past(output: Json, ended: Outcome | null, isOperation = false): PastRun {
  const plan = buildPlan([buildStep(update), buildStep(wait, { needs: [update] })]);
  const error = {
    code: 'X',
    category: 'failed',
    message: 'x',
    hint: null,
    because: [],
  } as const;
  const events: RunEvent[] = [
    { type: 'run-started', schema: eventsSchema, at: 0, run: 'r', plan: plan.id, environment: 'production' },
    { type: 'step-succeeded', at: 1, step: update, output },
    { type: 'step-started', at: 2, step: wait },
  ];
  if (ended === 'in-progress') events.push({ type: 'step-succeeded', at: 3, step: wait, output: null, goesOn: 'x' });
  else if (ended === 'succeeded') events.push({ type: 'step-succeeded', at: 3, step: wait, output: null });
  else if (ended !== null) events.push({ type: 'step-failed', at: 3, step: wait, error, outcome: ended });
  return { id: 'r', others: [], plan, isOperation, events, rollback: null };
}

test.each<[scenario: string, runs: readonly PastRun[], found: Json]>([
  ['no run', [], {}],
  ['a run that was killed', [past('one', null)], { [update]: 'one' }],
  ['a run that was interrupted', [past('one', 'cancelled')], { [update]: 'one' }],
  ['a run whose time was over', [past('one', 'timed-out')], { [update]: 'one' }],
  ['a run that left before the end', [past('one', 'in-progress')], { [update]: 'one', [wait]: null }],
  ['a run that saw the end', [past('one', 'succeeded')], {}],
  ['a run that saw a bad end', [past('one', 'rolled-back')], {}],
  ['an end after one that was killed', [past('two', 'succeeded'), past('one', null)], {}],
  ['the newest of two that were killed', [past('two', null), past('one', null)], { [update]: 'two' }],
  ['a watch that was interrupted too', [past('watch', 'cancelled', true), past('one', null)], { [update]: 'one' }],
  ['a watch that saw the end', [past('watch', 'rolled-back', true), past('one', null)], {}],
])('%s', (_, runs, found) => {
  expect(unfinishedRuns(runs).outputs).toEqual(found);
});

test('a step that changes what runs and was cut off in the middle is told, with when and what with', () => {
  const built = buildPlan([{ ...buildStep(update), input: { service: 'api' } }, buildStep(wait)]);
  const effectOf = (id: StepId) => (id === update ? ('changes' as const) : ('none' as const));
  const plan = { ...built, steps: built.steps.map((step) => ({ ...step, effect: effectOf(step.id) })) };
  const run: RunEvent = {
    type: 'run-started',
    schema: eventsSchema,
    at: 0,
    run: 'r',
    plan: plan.id,
    environment: 'production',
  };
  const killed: PastRun = {
    id: 'r',
    others: [],
    plan,
    isOperation: false,
    events: [run, { type: 'step-started', at: 7, step: update }],
    rollback: null,
  };
  expect(unfinishedRuns([killed])).toEqual({
    outputs: {},
    begun: { [update]: { at: 7, input: { service: 'api' } } },
  });
  const told: RunEvent = { type: 'step-succeeded', at: 8, step: update, output: 'one' };
  expect(unfinishedRuns([{ ...killed, events: [...killed.events, told] }]).begun).toEqual({});
});
