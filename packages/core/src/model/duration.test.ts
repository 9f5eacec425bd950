import { expect, test } from 'vitest';
import { formatDuration, parseDuration } from './duration.ts';

test.each([
  ['20m', 1200],
  ['90s', 90],
  ['1h', 3600],
  ['1h30m', 5400],
  ['1h 30m 5s', 5405],
  ['0s', 0],
  ['', null],
  ['20', null],
  ['20 minutes', null],
  ['m', null],
  ['30m1h', null],
  ['-5m', null],
  ['1.5h', null],
])('%j is %j seconds', (text, seconds) => expect(parseDuration(text)).toBe(seconds));

test.each([
  [1200, '20m'],
  [90, '1m30s'],
  [5400, '1h30m'],
  [0, '0s'],
  [59.6, '1m'],
])('%d seconds read %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text));
