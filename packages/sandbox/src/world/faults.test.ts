import { expect, test } from 'vitest';
import { FaultBook } from './faults.ts';

const times = (own: number, speed = 0) => ({ own: () => own, wall: () => 1_000_000, speed: () => speed });

test.each([
  { client: 49_000, how: times(50_000), now: 50_000, whose: 'on the clock of the sandbox' },
  { client: 990_000, how: times(50_000), now: 1_000_000, whose: 'on the wall' },
  { client: 500_000, how: times(50_000), now: 50_000, whose: 'nearer to the clock of the sandbox' },
  { client: null, how: times(50_000), now: 50_000, whose: 'that says no time' },
  { client: 41_000, how: times(50_000, 10), now: 41_900, whose: 'that was on its way while time ran fast' },
])('what AWS takes for now with a client $whose', ({ client, how, now }) => {
  const faults = new FaultBook(how);
  expect(faults.nowFor(client)).toBe(now);
  faults.skewClock(-3000);
  expect(faults.nowFor(client)).toBe(now - 3000);
});
