import { DeployError } from '@funade/core';
import { expect, test } from 'vitest';
import { isPassingTrouble } from './is-passing-trouble.ts';

test.each([
  ['AWS_THROTTLED', 0, true],
  ['AWS_NETWORK', 119, true],
  ['AWS_UNAVAILABLE', 60, true],
  ['AWS_THROTTLED', 120, false],
  ['AWS_ACCESS_DENIED', 0, false],
  ['AWS_EXPIRED_TOKEN', 0, false],
  ['AWS_ERROR', 0, false],
])('%s after %d seconds is borne: %s', (code, ...[seconds, borne]) => {
  expect(isPassingTrouble(new DeployError(code, 'no answer'), seconds)).toBe(borne);
});
