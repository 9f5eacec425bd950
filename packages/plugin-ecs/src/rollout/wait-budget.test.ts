import { expect, test } from 'vitest';
import { rolloutWaves } from '../service/rollout-waves.ts';
import { type ShiftConfiguration, shiftMinutes } from '../service/shift-minutes.ts';
import { taskClass } from '../service/task-class.ts';
import { type WaitBudgetInput, waitBudget } from './wait-budget.ts';

const rolling = {
  gracePeriodSeconds: 0,
  bakeMinutes: 0,
  shiftMinutes: 0,
  loadBalanced: false,
  deregistrationSeconds: null,
  waves: 1,
  taskClass: 50,
};

test.each<[string, WaitBudgetInput, number]>([
  ['nothing special', rolling, 15],
  ['a grace period', { ...rolling, gracePeriodSeconds: 90 }, 17],
  ['a bake time', { ...rolling, bakeMinutes: 30 }, 45],
  ['a traffic shift', { ...rolling, shiftMinutes: 60, bakeMinutes: 5 }, 80],
  ['targets to let go of', { ...rolling, loadBalanced: true }, 20],
  ['targets to let go of in four waves', { ...rolling, loadBalanced: true, waves: 4 }, 35],
  ['a deregistration delay that was read', { ...rolling, loadBalanced: true, waves: 2, deregistrationSeconds: 90 }, 18],
  ['no deregistration delay', { ...rolling, loadBalanced: true, deregistrationSeconds: 0 }, 15],
  ['waves without targets', { ...rolling, waves: 4 }, 15],
  ['many tasks', { ...rolling, taskClass: 400 }, 30],
  ['what the user wrote', { ...rolling, bakeMinutes: 30, written: '20m' }, 20],
])('%s', (_, ...[input, minutes]) => expect(waitBudget(input)).toBe(minutes * 60));

test.each<[string, ShiftConfiguration, number]>([
  ['ROLLING', {}, 0],
  ['BLUE_GREEN', {}, 0],
  ['LINEAR', {}, 60],
  ['LINEAR', { linearConfiguration: { stepPercent: 30, stepBakeTimeInMinutes: 5 } }, 20],
  ['CANARY', {}, 10],
  ['CANARY', { canaryConfiguration: { canaryBakeTimeInMinutes: 0 } }, 0],
])('%s with %j shifts for %d minutes', (strategy, ...[configuration, minutes]) =>
  expect(shiftMinutes(strategy, configuration)).toBe(minutes),
);

test.each([
  [100, 200, 1],
  [50, 100, 2],
  [0, 100, 1],
  [90, 115, 4],
  [90, 100, 10],
  [100, 101, 10],
])('%d to %d percent roll in %d waves', (minimumHealthyPercent, ...[maximumPercent, waves]) =>
  expect(rolloutWaves({ minimumHealthyPercent, maximumPercent })).toBe(waves),
);

test.each([
  [0, 50],
  [1, 50],
  [50, 50],
  [51, 100],
  [100, 100],
  [101, 200],
  [1600, 1600],
])('%d tasks count as %d', (tasks, counted) => expect(taskClass(tasks)).toBe(counted));
