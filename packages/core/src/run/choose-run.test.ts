import { expect, test } from 'vitest';
import { eventsSchema, type RunEvent } from '../model/event.ts';
import type { Outcome } from '../model/outcome.ts';
import type { RunPart } from '../model/reporter.ts';
import { buildEnvironment, buildPlan, buildStep } from '../testing/builders.ts';
import { chooseRun } from './choose-run.ts';
import { type JournaledRun, pastRuns } from './past-run.ts';

/** What differs from a deploy to production. */
interface Differs extends RunPart {
  readonly environment?: string;
  readonly operation?: string;
  /** Whether the update was begun. Default: it was. */
  readonly updated?: boolean;
}

/** A run that updated `api` and whose wait ended so; null: it was killed. */
function journal(run: string, ended: Outcome | null, differs: Differs = {}): JournaledRun {
  const { environment: name = 'production', operation, updated = true, ...part } = differs;
  const api = `api@${name}` as const;
  const update = `ecs.update:${api}`;
  const wait = `ecs.wait:${api}`;
  const built = buildPlan([buildStep(update), buildStep(wait, { needs: [update], effect: 'none' })], {
    environment: buildEnvironment({ name }),
  });
  const plan = operation === undefined ? built : { ...built, operation };
  const error = { code: 'X', category: 'failed', message: 'x', hint: null, because: [] } as const;
  const events: RunEvent[] = [
    { type: 'run-started', schema: eventsSchema, at: 0, run, plan: plan.id, environment: name },
  ];
  if (updated) {
    events.push(
      { type: 'step-started', at: 1, step: update },
      { type: 'step-succeeded', at: 2, step: update, output: run },
    );
    events.push({ type: 'step-started', at: 3, step: wait });
  }
  if (ended === 'succeeded') events.push({ type: 'step-succeeded', at: 4, step: wait, output: null });
  else if (ended !== null) events.push({ type: 'step-failed', at: 4, step: wait, error, outcome: ended });
  return { run, plan, isOperation: operation !== undefined, events, ...part };
}

const staging = { environment: 'staging' };

test.each<[string, readonly JournaledRun[], string | null, (string | null)?]>([
  ['no run', [], null],
  ['one that was killed', [journal('a', null)], 'a'],
  ['one whose time was over', [journal('a', 'timed-out')], 'a'],
  ['one that paused', [journal('a', 'paused')], 'a'],
  ['one that succeeded', [journal('a', 'succeeded')], null],
  ['one that was rolled back', [journal('a', 'rolled-back')], null],
  ['the newest of two', [journal('b', null), journal('a', null)], 'b'],
  ['one that another run has replaced', [journal('b', 'succeeded'), journal('a', null)], null],
  [
    'one after which another run changed nothing',
    [journal('b', 'failed', { updated: false }), journal('a', null)],
    null,
    'a',
  ],
  ['one of another environment', [journal('b', 'succeeded'), journal('a', null, staging)], 'a'],
  ['one of the environment', [journal('b', null), journal('a', null, staging)], 'a', 'staging'],
  ['one that was taken up and killed again', [journal('b', null, { resumes: 'a' }), journal('a', null)], 'a'],
  [
    'one that was taken up and succeeded',
    [journal('b', 'succeeded', { resumes: 'a' }), journal('a', null)],
    null,
    null,
  ],
  ['one that was watched', [journal('b', null, { operation: 'watch' }), journal('a', null)], 'a'],
  ['one that was aborted', [journal('b', 'rolled-back', { operation: 'abort' }), journal('a', null)], null],
  ['an abort that was killed', [journal('b', null, { operation: 'abort' }), journal('a', null)], 'b'],
  ['a watch alone', [journal('b', 'timed-out', { operation: 'watch' })], 'b'],
])('without an id, of %s', (_, journals, ...[id, environment = null]) => {
  expect(chooseRun(pastRuns(journals), { id: null, environment })?.run.id ?? null).toBe(id);
});

test('with the id of a run that took another one up, that is meant', () => {
  const runs = pastRuns([journal('b', null, { resumes: 'a' }), journal('a', null)]);
  expect(chooseRun(runs, { id: 'b', environment: null })).toMatchObject({ run: { id: 'a' }, open: ['api@production'] });
});

test('a run that a newer one has replaced is told with that one', () => {
  const runs = pastRuns([journal('b', 'succeeded'), journal('a', null)]);
  expect(chooseRun(runs, { id: 'a', environment: null })?.replacedBy?.id).toBe('b');
});

test('an id that is not known is told with the nearest', () => {
  const runs = pastRuns([journal('20261123-101112-9f3c2a', null)]);
  expect(() => chooseRun(runs, { id: '20261123-101112-9f3c2', environment: null })).toThrow(
    expect.objectContaining({
      code: 'RUN_UNKNOWN',
      hint: 'did you mean "20261123-101112-9f3c2a"? available: 20261123-101112-9f3c2a',
    }),
  );
});

test('a journal whose first one is gone is nobody’s', () => {
  expect(pastRuns([journal('b', null, { rollsBack: 'a' })])).toEqual([]);
});
