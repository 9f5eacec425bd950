import { expect, test } from 'vitest';
import type { ErrorInfo } from '../model/error.ts';
import { eventsSchema, type RunEvent } from '../model/event.ts';
import type { Outcome } from '../model/outcome.ts';
import type { StepId } from '../model/step.ts';
import { buildPlan, buildStep } from '../testing/builders.ts';
import { reduceReport } from './report.ts';
import { runOutcome } from './target-outcome.ts';

const session = buildStep('aws.session:production');
const push = buildStep('ecr.push:shop/api@production', { needs: [session.id] });
const update = buildStep('ecs.update:api@production', { needs: [push.id] });
const wait = buildStep('ecs.wait:api@production', { needs: [update.id] });
const plan = buildPlan([session, push, update, wait]);
const error: ErrorInfo = {
  code: 'NO',
  category: 'failed',
  message: 'no',
  hint: null,
  because: [],
};

const began = (step: StepId, at = 0): RunEvent => ({ type: 'step-started', at, step });
const ended = (step: StepId, at = 0): RunEvent => ({ type: 'step-succeeded', at, step, output: null });
const failed = (step: StepId, outcome: Outcome = 'failed'): RunEvent => ({
  type: 'step-failed',
  at: 0,
  step,
  error,
  outcome,
});
const skipped = (step: StepId, because: StepId | null): RunEvent => ({ type: 'step-skipped', at: 0, step, because });
const through = (...steps: readonly StepId[]) => steps.flatMap((step) => [began(step), ended(step)]);

test.each<[string, readonly RunEvent[], Outcome, StepId | null]>([
  ['everything succeeded', through(session.id, push.id, update.id, wait.id), 'succeeded', null],
  [
    'what was waited for continues',
    [...through(session.id, push.id, update.id), { ...ended(wait.id), goesOn: 'it bakes' } as RunEvent],
    'in-progress',
    null,
  ],
  [
    'an own step failed',
    [...through(session.id, push.id), failed(update.id), skipped(wait.id, update.id)],
    'failed',
    update.id,
  ],
  [
    'the wait says how it ended',
    [...through(session.id, push.id, update.id), failed(wait.id, 'rolled-back')],
    'rolled-back',
    wait.id,
  ],
  [
    'its image failed',
    [...through(session.id), failed(push.id), skipped(update.id, push.id), skipped(wait.id, push.id)],
    'failed',
    push.id,
  ],
  [
    'nobody proved who we are',
    [failed(session.id), skipped(push.id, session.id), skipped(update.id, session.id), skipped(wait.id, session.id)],
    'skipped',
    session.id,
  ],
  [
    'it was cancelled before it began',
    [skipped(session.id, null), skipped(push.id, null), skipped(update.id, null), skipped(wait.id, null)],
    'cancelled',
    null,
  ],
  [
    'it was cancelled while its image was built',
    [...through(session.id), failed(push.id, 'cancelled'), skipped(update.id, null)],
    'cancelled',
    push.id,
  ],
  [
    'it was cancelled while it waited',
    [...through(session.id, push.id, update.id), failed(wait.id, 'cancelled')],
    'cancelled',
    wait.id,
  ],
  ['the journal ends in the middle', [...through(session.id, push.id), began(update.id)], 'cancelled', null],
])('%s', (...[, events, outcome, failedStep]) => {
  const [target] = reduceReport(plan, events).targets;
  expect(target).toMatchObject({ id: 'api@production', outcome, failedStep });
  expect(target?.error).toEqual(failedStep === null ? null : error);
});

test('a target without steps is unchanged', () => {
  const idle = {
    id: 'web@production',
    service: 'web',
    options: {},
    steps: [],
    version: null,
    onFailure: 'leave',
  } as const;
  expect(reduceReport(buildPlan([], { targets: [idle] }), []).targets).toMatchObject([{ outcome: 'unchanged' }]);
});

test('a target that has images alone fails with its image', () => {
  const target = {
    id: 'api@production',
    service: 'api',
    options: {},
    steps: [session.id, push.id],
    version: null,
    onFailure: 'leave',
  } as const;
  const images = buildPlan([session, push], { targets: [target] });
  expect(reduceReport(images, [...through(session.id), failed(push.id)]).targets).toMatchObject([
    { outcome: 'failed' },
  ]);
});

test('times, progress and warnings are kept', () => {
  const report = reduceReport(plan, [
    { type: 'run-started', schema: eventsSchema, at: 100, run: 'run-1', plan: plan.id, environment: 'production' },
    began(session.id, 100),
    ended(session.id, 150),
    began(push.id, 160),
    { type: 'step-progress', at: 170, step: push.id, message: 'layer 1', data: null },
    { type: 'step-output', at: 170, step: push.id, line: 'noise' },
    { type: 'step-progress', at: 180, step: push.id, message: 'layer 2', data: null },
    { type: 'step-warned', at: 190, step: push.id, message: 'slow' },
    ended(push.id, 400),
    { type: 'run-interrupted', at: 400, signal: 'SIGTERM' },
    skipped(update.id, null),
    skipped(wait.id, null),
    { type: 'run-finished', at: 410 },
  ]);
  expect(report).toMatchObject({
    run: 'run-1',
    plan: plan.id,
    environment: 'production',
    outcome: 'cancelled',
    interrupted: 'SIGTERM',
    startedAt: 100,
    endedAt: 410,
    targets: [{ outcome: 'cancelled', durationMs: 300 }],
    warnings: [{ step: push.id, message: 'slow' }],
  });
  expect(report.steps[1]).toMatchObject({ state: 'succeeded', startedAt: 160, endedAt: 400, progress: 'layer 2' });
  expect(report.steps[2]).toMatchObject({ state: 'skipped', startedAt: null, because: null });
});

test.each([
  [999, 999],
  [1000, 1000],
  [1001, 1001],
  [5000, 1001],
])('of %d warnings %d are kept', (told, kept) => {
  const warned: RunEvent = { type: 'step-warned', at: 0, step: push.id, message: 'slow' };
  const { warnings } = reduceReport(
    plan,
    Array.from({ length: told }, () => warned),
  );
  expect(warnings).toHaveLength(kept);
  expect(warnings.slice(1000)).toEqual(
    kept > 1000 ? [{ step: push.id, message: 'and more warnings, which are left out' }] : [],
  );
});

test('an event of a step that the plan does not have changes nothing', () => {
  expect(reduceReport(plan, [began('x:y')])).toEqual(reduceReport(plan, []));
});

test.each<[readonly Outcome[], Outcome]>([
  [[], 'unchanged'],
  [['unchanged', 'succeeded'], 'succeeded'],
  [['succeeded', 'cancelled'], 'cancelled'],
  [['cancelled', 'paused'], 'paused'],
  [['paused', 'superseded'], 'superseded'],
  [['superseded', 'stopped'], 'stopped'],
  [['stopped', 'timed-out'], 'timed-out'],
  [['timed-out', 'rolled-back'], 'rolled-back'],
  [['rolled-back', 'failed'], 'failed'],
  [['succeeded', 'skipped'], 'failed'],
])('of the targets %j the run is %s', (targets, outcome) => {
  expect(runOutcome(targets)).toBe(outcome);
  expect(runOutcome(targets.toReversed())).toBe(outcome);
});

test('a shared step that failed makes the run fail, also when no target is told by it', () => {
  const lone = buildPlan([session], { targets: [] });
  expect(reduceReport(lone, [failed(session.id)]).outcome).toBe('failed');
});

test('a target that continues says what does, and none that ended does', () => {
  const events = [...through(session.id, push.id, update.id), { ...ended(wait.id), goesOn: 'it bakes' } as RunEvent];
  expect(reduceReport(plan, events).targets[0]?.goesOn).toBe('it bakes');
  expect(reduceReport(plan, through(session.id, push.id, update.id, wait.id)).targets[0]).not.toHaveProperty('goesOn');
});
