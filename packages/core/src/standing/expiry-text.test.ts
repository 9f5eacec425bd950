import { expect, test } from 'vitest';
import { expiryText } from './expiry-text.ts';

const now = Date.UTC(2026, 10, 30, 12);
const rule = 'rule 2 of its lifecycle policy';

test.each([
  [{ at: '2026-12-03T09:00:00.000Z' }, `${rule} deletes it on 2026-12-03`],
  [{ at: '2026-11-30T12:00:00.000Z' }, `${rule} deletes it at its next evaluation`],
  [{ at: '2026-12-07T12:00:00.000Z', archives: true }, `${rule} archives it on 2026-12-07`],
  [{ at: '2026-12-07T12:00:00.001Z' }, null],
  [{ pushes: 0 }, `${rule} deletes it at its next evaluation`],
  [{ pushes: 1 }, `${rule} deletes it after the next push`],
  [{ pushes: 3 }, `${rule} deletes it after 3 more pushes`],
  [{ pushes: 4 }, null],
  [{}, null],
])('%o is %s', (expiry, text) => {
  expect(expiryText({ rule, archives: false, at: null, pushes: null, ...expiry }, now)).toBe(text);
});
