import { DeployError } from '@funade/core';
import { expect, test } from 'vitest';
import { isTransientError } from './is-transient-error.ts';

test.each([
  ['AWS_THROTTLED', true],
  ['AWS_NETWORK', true],
  ['AWS_UNAVAILABLE', true],
  ['AWS_BAD_ANSWER', true],
  ['AWS_ACCESS_DENIED', false],
  ['AWS_EXPIRED_TOKEN', false],
  ['AWS_ERROR', false],
])('%s goes away by itself: %s', (code, expected) => {
  expect(isTransientError(new DeployError(code, 'no answer'))).toBe(expected);
});
