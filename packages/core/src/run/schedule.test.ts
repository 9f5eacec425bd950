import { expect, test } from 'vitest';
import type { PlannedStep, StepId } from '../model/step.ts';
import { buildStep } from '../testing/builders.ts';
import { createSchedule, type Schedule } from './schedule.ts';

const step = (id: string, needs: readonly string[] = [], after: readonly string[] = []): PlannedStep =>
  buildStep(`k:${id}`, { needs: needs.map(idOf), after: after.map(idOf) });
const idOf = (name: string): StepId => `k:${name}`;
const names = (steps: readonly PlannedStep[]) => steps.map(({ label }) => label);
const takeAll = (schedule: Schedule) => {
  const taken: PlannedStep[] = [];
  for (let next = schedule.next(); next !== null; next = schedule.next()) taken.push(next);
  return names(taken);
};

test('steps that wait for nothing start together', () => {
  expect(takeAll(createSchedule([step('a'), step('b'), step('c', ['a'])], { concurrency: 9 }))).toEqual(['a', 'b']);
});

test('a step starts once every step it needs has succeeded', () => {
  const schedule = createSchedule([step('a'), step('b'), step('c', ['a', 'b'])], { concurrency: 9 });
  takeAll(schedule);
  schedule.succeed('k:a');
  expect(takeAll(schedule)).toEqual([]);
  schedule.succeed('k:b');
  expect(takeAll(schedule)).toEqual(['c']);
});

test('a step starts after another has ended, also when it failed or was skipped', () => {
  const schedule = createSchedule([step('a'), step('b', ['a']), step('c', [], ['b'])], { concurrency: 9 });
  takeAll(schedule);
  expect(names(schedule.fail('k:a'))).toEqual(['b']);
  expect(takeAll(schedule)).toEqual(['c']);
});

test('a failed step skips everything that needs it, however far', () => {
  const steps = [step('a'), step('b', ['a']), step('c', ['b']), step('d', ['c']), step('e', [], ['d'])];
  const schedule = createSchedule(steps, { concurrency: 9 });
  takeAll(schedule);
  expect(names(schedule.fail('k:a'))).toEqual(['b', 'c', 'd']);
  expect([takeAll(schedule), schedule.waiting, schedule.running]).toEqual([['e'], 0, 1]);
});

test('no more steps than the concurrency run, and the first of the plan goes first', () => {
  const schedule = createSchedule([step('a'), step('b'), step('c'), step('d')], { concurrency: 2 });
  expect(takeAll(schedule)).toEqual(['a', 'b']);
  schedule.succeed('k:b');
  expect(takeAll(schedule)).toEqual(['c']);
});

test('steps of an uncounted kind take no place', () => {
  const wait = buildStep('wait:x');
  const schedule = createSchedule([step('a'), wait, step('b'), step('c')], {
    concurrency: 1,
    uncounted: new Set(['wait']),
  });
  expect(takeAll(schedule)).toEqual(['a', 'x']);
  schedule.succeed('wait:x');
  expect(takeAll(schedule)).toEqual([]);
  schedule.succeed('k:a');
  expect(takeAll(schedule)).toEqual(['b']);
});

test('a kind with a limit leaves room for other kinds', () => {
  const other = buildStep('other:x');
  const limits = new Map([['k', 1]]);
  const schedule = createSchedule([step('a'), step('b'), other], { concurrency: 9, limits });
  expect(takeAll(schedule)).toEqual(['a', 'x']);
  schedule.succeed('k:a');
  expect(takeAll(schedule)).toEqual(['b']);
});

test('steps that were done before do not start and hold nothing up', () => {
  const steps = [step('a'), step('b', ['a']), step('c', ['b'])];
  const schedule = createSchedule(steps, { concurrency: 9, done: new Set<StepId>(['k:a', 'k:b']) });
  expect(takeAll(schedule)).toEqual(['c']);
});

test('once cancelled nothing more starts, and what ends late changes nothing', () => {
  const schedule = createSchedule([step('a'), step('b', ['a']), step('c', ['b']), step('d')], { concurrency: 1 });
  takeAll(schedule);
  expect(names(schedule.cancel())).toEqual(['b', 'c', 'd']);
  schedule.succeed('k:a');
  expect([takeAll(schedule), schedule.running, schedule.waiting]).toEqual([[], 0, 0]);
  expect(schedule.cancel()).toEqual([]);
});

test('a step that does not run cannot end', () => {
  const schedule = createSchedule([step('a'), step('b', ['a'])], { concurrency: 1 });
  expect(() => schedule.succeed('k:b')).toThrow(RangeError);
});
