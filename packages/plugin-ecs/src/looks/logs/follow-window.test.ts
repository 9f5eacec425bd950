import { expect, test } from 'vitest';
import { forgetBefore, lookFrom } from './follow-window.ts';

const minute = 60_000;
const hour = 60 * minute;
const now = 100 * hour;

test.each([
  ['before the first line: from where it began', { newest: null, look: 3 }, now - hour],
  ['half a minute before the newest line', { newest: now - 10_000, look: 0 }, now - 40_000],
  ['now and then five minutes before it', { newest: now - 10_000, look: 14 }, now - 5 * minute - 10_000],
  [
    'never before where it began',
    { newest: now - hour + 1000, look: 14, since: now - hour },
    now - 15 * minute - 5 * minute,
  ],
  ['after a long silence a quarter of an hour', { newest: now - 50 * minute, look: 0 }, now - 15 * minute - 30_000],
  ['a clock that is behind does not matter', { newest: now + 20 * minute, look: 0 }, now + 20 * minute - 30_000],
])('%s', (_, given, from) => {
  expect(lookFrom({ since: now - hour, now, ...given })).toBe(from);
});

test('what was told is known for as long as any look may read it again', () => {
  for (const newest of [null, now - hour, now - 1, now + hour]) {
    for (let look = 0; look < 30; look += 1) {
      expect(forgetBefore({ newest, now })).toBeLessThan(lookFrom({ since: 0, newest: newest ?? now, now, look }));
    }
  }
});
