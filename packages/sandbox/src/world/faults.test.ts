import { expect, test } from 'vitest';
import { FaultBook } from './faults.ts';

const times = (own: number, speed = 0) => ({ own: () => own, wall: () => 1_000_000, speed: () => speed });

test.each([
  ['on the clock of the sandbox', times(50_000), 49_000, 50_000],
  ['on the wall', times(50_000), 990_000, 1_000_000],
  ['nearer to the clock of the sandbox', times(50_000), 500_000, 50_000],
  ['that says no time', times(50_000), null, 50_000],
  ['that was on its way for 9 s of a time that runs ten times as fast', times(50_000, 10), 41_000, 41_900],
])('what AWS takes for now with a client %s', (_, clocks, client, now) => {
  const faults = new FaultBook(clocks);
  expect(faults.nowFor(client)).toBe(now);
  faults.skewClock(-3000);
  expect(faults.nowFor(client)).toBe(now - 3000);
});
