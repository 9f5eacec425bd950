import { isDeployError } from '@funade/core';
import { expect, test } from 'vitest';
import { testIo } from '../../test/test-io.ts';
import { listenForSignals } from './interruption.ts';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('the first signal aborts with an error that names it', () => {
  const given = testIo();
  using interruption = listenForSignals(given.io);
  expect(interruption.signal.aborted).toBe(false);
  given.kill('SIGTERM');
  const { reason } = interruption.signal;
  expect(isDeployError(reason) && [reason.code, reason.category, reason.details]).toEqual([
    'INTERRUPTED',
    'interrupted',
    { signal: 'SIGTERM' },
  ]);
  expect(interruption.name).toBe('SIGTERM');
  expect(given.exits).toEqual([]);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('a second %s ends the process with %d, after temporary things are gone', async (signal, code) => {
  const given = testIo();
  using interruption = listenForSignals(given.io);
  const order: string[] = [];
  interruption.onExit(async () => {
    order.push('cleaned');
  });
  interruption.lastWords(() => order.push('last words'));
  given.kill('SIGINT');
  given.kill(signal);
  expect(given.exits).toEqual([]);
  await settled();
  expect(given.exits).toEqual([code]);
  expect(order).toEqual(['last words', 'cleaned']);
});

test('a clean-up that hangs does not hold the process up', async () => {
  const given = testIo();
  using interruption = listenForSignals(given.io);
  interruption.onExit(() => new Promise(() => undefined));
  given.kill('SIGINT');
  given.kill('SIGINT');
  await settled();
  expect(given.exits).toEqual([]);
  given.tick();
  expect(given.exits[0]).toBe(130);
});

test('a command that does not stop after the first signal is ended when patience runs out', async () => {
  const given = testIo();
  using _interruption = listenForSignals(given.io);
  given.kill('SIGTERM');
  given.tick();
  await settled();
  expect(given.exits).toEqual([143]);
});

test('nothing listens any more once the command is over', () => {
  const given = testIo();
  {
    using _interruption = listenForSignals(given.io);
    given.kill('SIGINT');
  }
  expect(given.idle()).toBe(true);
});

test('while code of the user runs nobody listens for signals, and afterwards as before', async () => {
  const given = testIo();
  using interruption = listenForSignals(given.io);
  const work = Promise.withResolvers<string>();
  const done = interruption.exposed(() => work.promise);
  expect(given.idle()).toBe(true);
  work.resolve('loaded');
  expect(await done).toBe('loaded');
  given.kill('SIGTERM');
  expect(interruption.name).toBe('SIGTERM');
  await expect(interruption.exposed(() => Promise.resolve('more'))).rejects.toMatchObject({ code: 'INTERRUPTED' });
});
