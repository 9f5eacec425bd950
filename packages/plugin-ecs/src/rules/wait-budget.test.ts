import { expect, test } from 'vitest';
import { type ShiftConfiguration, shiftMinutes } from './shift-minutes.ts';
import { type WaitBudgetInput, waitBudget } from './wait-budget.ts';

const rolling = { gracePeriodSeconds: 0, bakeMinutes: 0, shiftMinutes: 0 };

test.each<[string, WaitBudgetInput, number]>([
  ['nothing special', rolling, 15],
  ['a grace period', { ...rolling, gracePeriodSeconds: 90 }, 17],
  ['a bake time', { ...rolling, bakeMinutes: 30 }, 45],
  ['a traffic shift', { ...rolling, shiftMinutes: 60, bakeMinutes: 5 }, 80],
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
