import { createVirtualClock } from '@funade/core/testing';
import { expect, test } from 'vitest';
import { createRateLimit } from './rate-limit.ts';

test('a full bucket hands out its burst at once and then one turn after the other', async () => {
  const clock = createVirtualClock();
  const limit = createRateLimit(clock, { burst: 3, perSecond: 2 });
  const turns = Array.from({ length: 6 }, async () => {
    await limit.take();
    return clock.now();
  });
  expect(await Promise.all(turns)).toEqual([0, 0, 0, 500, 1000, 1500]);
});

test('the bucket refills with time, up to its burst', async () => {
  const clock = createVirtualClock();
  const limit = createRateLimit(clock, { burst: 2, perSecond: 1 });
  await Promise.all([limit.take(), limit.take()]);
  await clock.advance(60_000);
  await Promise.all([limit.take(), limit.take(), limit.take()]);
  expect(clock.now()).toBe(61_000);
});

test('a bucket that the service said is empty refills from then on', async () => {
  const clock = createVirtualClock();
  const limit = createRateLimit(clock, { burst: 3, perSecond: 2 });
  await limit.take();
  limit.drain();
  const turns = Array.from({ length: 3 }, async () => {
    await limit.take();
    return clock.now();
  });
  expect(await Promise.all(turns)).toEqual([500, 1000, 1500]);
});

test('whoever is aborted while waiting leaves with the reason', async () => {
  const limit = createRateLimit(createVirtualClock({ auto: false }), { burst: 1, perSecond: 1 });
  await limit.take();
  const stop = new AbortController();
  const turn = limit.take(stop.signal);
  stop.abort(new Error('stopped'));
  await expect(turn).rejects.toThrow('stopped');
});
