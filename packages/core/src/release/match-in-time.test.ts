import { expect, test } from 'vitest';
import { matchInTime } from './match-in-time.ts';

test('groups of a match, and null without one', () => {
  expect(matchInTime(/^(?<service>[a-z]+)\/v(?<version>\d+)$/, 'api/v1')).toEqual({ service: 'api', version: '1' });
  expect(matchInTime(/^(?:(?<service>api)\/)?v1$/i, 'V1')).toEqual({});
  expect(matchInTime(/^v1$/, 'v2')).toBeNull();
});

test.each([/^(?:(?:a+)+b)$/, /^(?:(?:a|a)*b)$/, /^(?:(?:a*)*b)$/, /^(?:.*.*.*.*.*.*.*.*.*.*.*.*b)$/])(
  '%s is given up',
  (pattern) => {
    expect(() => matchInTime(pattern, 'a'.repeat(200), 50)).toThrow(new RangeError('it was still trying after 50 ms'));
  },
);
