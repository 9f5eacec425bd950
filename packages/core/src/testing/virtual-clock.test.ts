import { expect, test } from 'vitest';
import { steadyClock } from '../model/clock.ts';
import { createVirtualClock } from './virtual-clock.ts';

test('time jumps from sleeper to sleeper, earliest first', async () => {
  const clock = createVirtualClock({ start: 1000 });
  const woke: (readonly [string, number])[] = [];
  const sleeper = async (name: string, ms: number) => {
    await clock.sleep(ms);
    woke.push([name, clock.now()]);
  };
  await Promise.all([
    sleeper('late', 500),
    sleeper('early', 20),
    sleeper('middle', 100).then(() => sleeper('again', 100)),
  ]);
  expect(woke).toEqual([
    ['early', 1020],
    ['middle', 1100],
    ['again', 1200],
    ['late', 1500],
  ]);
});

test('by hand, time moves as far as it is told', async () => {
  const clock = createVirtualClock({ auto: false });
  const woke: number[] = [];
  void clock.sleep(100).then(() => woke.push(clock.now()));
  await clock.advance(99);
  expect([clock.now(), woke]).toEqual([99, []]);
  await clock.advance(1);
  expect([clock.now(), woke]).toEqual([100, [100]]);
});

test('an aborted sleep rejects with the reason of its signal', async () => {
  const clock = createVirtualClock();
  const controller = new AbortController();
  const slept = clock.sleep(100, { signal: controller.signal });
  controller.abort('enough');
  await expect(slept).rejects.toBe('enough');
  await expect(clock.sleep(1, { signal: controller.signal })).rejects.toBe('enough');
  expect(clock.now()).toBe(0);
});

test('a clock that is set off wakes nobody earlier or later', async () => {
  const clock = createVirtualClock({ start: 1000 });
  const slept = clock.sleep(50);
  clock.jump(-600);
  await slept;
  expect([clock.now(), clock.monotonic()]).toEqual([450, 50]);
});

test('a steady clock does not see that the clock is set off', async () => {
  const clock = createVirtualClock({ start: 1000 });
  const steady = steadyClock(clock);
  clock.jump(-600);
  await steady.sleep(50);
  expect([steady.now(), steady.monotonic(), clock.now()]).toEqual([1050, 50, 450]);
});
