import { expect, test } from 'vitest';
import { expiresSoon, expiryText } from './expiry-text.ts';

const now = Date.UTC(2026, 10, 30, 12);
const rule = 'rule 2 of its lifecycle policy';

test.each([
  [{ at: '2026-12-03T09:00:00.000Z' }, true, `${rule} deletes it on 2026-12-03`],
  [{ at: '2026-11-30T12:00:00.000Z' }, true, `${rule} deletes it at its next evaluation`],
  [{ at: '2026-12-07T12:00:00.000Z', archives: true }, true, `${rule} archives it on 2026-12-07`],
  [{ at: '2026-12-07T12:00:00.001Z' }, false, `${rule} deletes it on 2026-12-07`],
  [{ pushes: 0 }, true, `${rule} deletes it at its next evaluation`],
  [{ pushes: 1 }, true, `${rule} deletes it after the next push`],
  [{ pushes: 3 }, true, `${rule} deletes it after 3 more pushes`],
  [{ pushes: 4 }, false, `${rule} deletes it after 4 more pushes`],
  [{}, false, `${rule} deletes it`],
])('%o', (more, isSoon, text) => {
  const expiry = { rule, archives: false, at: null, pushes: null, ...more };
  expect([expiresSoon(expiry, now), expiryText(expiry, now)]).toEqual([isSoon, text]);
});
