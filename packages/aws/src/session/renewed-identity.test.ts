import { createVirtualClock } from '@funade/core/testing';
import { expect, test } from 'vitest';
import type { Identity } from './identity.ts';
import { renewIdentity } from './renewed-identity.ts';

const minute = 60_000;
const hour = 60 * minute;

function identityUntil(expiresAt: number | null): Identity {
  return {
    account: '222222222222',
    callerArn: 'arn',
    expiresAt,
    credentials: { accessKeyId: 'a', secretAccessKey: 's' },
  };
}

/** Opens identities of an hour, or fails as it is told to; counts. */
function startSource() {
  const clock = createVirtualClock({ auto: false });
  const source = {
    opened: 0,
    failure: null as Error | null,
    open: async () => {
      source.opened++;
      await clock.sleep(1000);
      if (source.failure !== null) throw source.failure;
      return identityUntil(clock.now() + hour);
    },
  };
  const identity = renewIdentity(identityUntil(hour), { clock, open: source.open });
  const fresh = async (): Promise<number | null | string> => {
    const result = identity.fresh().then(
      ({ expiresAt }) => expiresAt,
      (error: Error) => error.message,
    );
    await clock.advance(1000);
    return result;
  };
  return { clock, source, identity, fresh };
}

test('an identity far from its end is used as it is', async () => {
  const { clock, source, fresh } = startSource();
  await clock.advance(54 * minute);
  expect([await fresh(), source.opened]).toEqual([hour, 0]);
});

test('near its end it is renewed', async () => {
  const { clock, source, fresh, identity } = startSource();
  await clock.advance(55 * minute);
  expect([await fresh(), source.opened]).toEqual([55 * minute + 1000 + hour, 1]);
  expect(identity.current.expiresAt).toBe(55 * minute + 1000 + hour);
});

test.each([-hour, hour])('that is so whatever the clock is set to: %d ms off', async (by) => {
  const { clock, source, fresh } = startSource();
  clock.jump(by);
  await clock.advance(54 * minute);
  expect([await fresh(), source.opened]).toEqual([hour, 0]);
  await clock.advance(minute);
  await fresh();
  expect(source.opened).toBe(1);
});

test('an identity without an end is never renewed', async () => {
  const clock = createVirtualClock({ start: 100 * hour });
  const identity = renewIdentity(identityUntil(null), { clock, open: () => Promise.reject(new Error('asked')) });
  expect((await identity.fresh()).expiresAt).toBeNull();
});

test('callers at the same time share one renewal', async () => {
  const { clock, source, identity } = startSource();
  await clock.advance(56 * minute);
  const all = Promise.all(Array.from({ length: 20 }, () => identity.fresh()));
  await clock.advance(1000);
  expect(new Set((await all).map(({ expiresAt }) => expiresAt)).size).toBe(1);
  expect(source.opened).toBe(1);
});

test('a renewal that fails is no failure while the identity is valid', async () => {
  const { clock, source, fresh } = startSource();
  source.failure = Object.assign(new Error('reset'), { code: 'ECONNRESET' });
  await clock.advance(56 * minute);
  expect([await fresh(), await fresh(), source.opened]).toEqual([hour, hour, 1]);
});

test('after a transient error it is tried again a minute later', async () => {
  const { clock, source, fresh } = startSource();
  source.failure = new Error('no token', { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) });
  await clock.advance(56 * minute);
  await fresh();
  source.failure = null;
  await clock.advance(minute);
  expect(await fresh()).toBeGreaterThan(hour);
  expect(source.opened).toBe(2);
});

test('once it has ended, the failure of its renewal is what is heard', async () => {
  const { clock, source, fresh } = startSource();
  source.failure = Object.assign(new Error('reset'), { code: 'ECONNRESET' });
  await clock.advance(56 * minute);
  await fresh();
  await clock.advance(4 * minute);
  expect(await fresh()).toBe('reset');
});

test('a refusal is not asked for again', async () => {
  const { clock, source, fresh } = startSource();
  source.failure = new Error('the job has timed out');
  await clock.advance(56 * minute);
  for (let i = 0; i < 10; i++) {
    await fresh();
    await clock.advance(minute);
  }
  expect([await fresh(), source.opened]).toEqual(['the job has timed out', 1]);
});

test('an identity that comes back as it was is not asked for at every use', async () => {
  const clock = createVirtualClock({ start: 56 * minute });
  let opened = 0;
  const identity = renewIdentity(identityUntil(hour), {
    clock,
    open: async () => {
      opened++;
      return identityUntil(hour);
    },
  });
  for (let i = 0; i < 10; i++) await identity.fresh();
  expect(opened).toBe(1);
});
