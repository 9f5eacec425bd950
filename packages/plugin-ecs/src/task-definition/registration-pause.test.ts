import { expect, test } from 'vitest';
import { registrationPause } from './registration-pause.ts';

test.each([
  [1, 0, 250],
  [1, 1, 750],
  [2, 0.5, 1000],
  [3, 0.5, 2000],
  [4, 0.5, 4000],
  [5, 0.5, null],
])('after %i attempts with chance %d: %j', (attempts, chance, pause) =>
  expect(registrationPause(attempts, chance)).toBe(pause),
);
