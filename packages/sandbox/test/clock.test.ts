import { ListClustersCommand } from '@aws-sdk/client-ecs';
import { describe, expect, test } from 'vitest';
import { RealClock } from '../src/clock/real-clock.ts';
import { VirtualClock } from '../src/clock/virtual-clock.ts';
import { startSandbox } from '../src/index.ts';
import { ecsClient } from './clients.ts';

const start = Date.UTC(2026, 10, 23);

describe('the virtual clock', () => {
  test('jumps to whoever sleeps the shortest', async () => {
    const clock = new VirtualClock(start);
    const woken: [string, number][] = [];
    const sleep = async (name: string, ms: number) => {
      await clock.sleep(ms);
      woken.push([name, clock.now() - start]);
    };
    await Promise.all([sleep('long', 600_000), sleep('short', 1000), sleep('middle', 60_000)]);
    expect(woken).toEqual([
      ['short', 1000],
      ['middle', 60_000],
      ['long', 600_000],
    ]);
    clock.close();
  });

  test('stands still while a request is under way', async () => {
    await using sandbox = await startSandbox({ now: start });
    sandbox.faults.latency('ecs.ListClusters', 5000);
    const sleeper = sandbox.clock.sleep(3_600_000);
    await ecsClient(sandbox).send(new ListClustersCommand({}));
    expect(sandbox.clock.now() - start).toBe(5000);
    await sleeper;
    expect(sandbox.clock.now() - start).toBe(3_600_000);
  });

  test('waits for work that is under way without a request', async () => {
    const { execFile } = await import('node:child_process');
    const clock = new VirtualClock(start);
    const order: string[] = [];
    const child = new Promise<void>((resolve) => {
      execFile(process.execPath, ['-e', 'setTimeout(() => {}, 100)'], () => {
        order.push('child');
        resolve();
      });
    });
    await Promise.all([child, clock.sleep(1_000_000).then(() => order.push('sleeper'))]);
    expect(order).toEqual(['child', 'sleeper']);
    clock.close();
  });

  test('waits for a file that is being closed', async () => {
    const [{ open }, { pbkdf2 }] = await Promise.all([import('node:fs/promises'), import('node:crypto')]);
    const file = await open(import.meta.filename);
    const clock = new VirtualClock(start, { alone: true });
    const order: string[] = [];
    // All threads of the pool are busy for a while, so that the file waits for one.
    for (let thread = 0; thread < 16; thread++) pbkdf2('word', 'salt', 100_000, 32, 'sha256', () => {});
    await Promise.all([
      file.close().then(() => order.push('closed')),
      clock.sleep(1_000_000).then(() => order.push('sleeper')),
    ]);
    expect(order).toEqual(['closed', 'sleeper']);
    clock.close();
  });

  test('is moved by hand past everybody who is due, each at the own time', async () => {
    const clock = new VirtualClock(start);
    clock.autoAdvance = false;
    const woken: number[] = [];
    const poll = async () => {
      for (let round = 0; round < 3; round++) {
        await clock.sleep(15_000);
        woken.push((clock.now() - start) / 1000);
      }
    };
    const polling = poll();
    await clock.advance({ seconds: 40 });
    expect(woken).toEqual([15, 30]);
    expect(clock.now()).toBe(start + 40_000);
    await clock.advance({ minutes: 1 });
    await polling;
    expect(woken).toEqual([15, 30, 45]);
    clock.close();
  });

  test('lets a sleeper go whose signal aborts', async () => {
    const clock = new VirtualClock(start);
    clock.autoAdvance = false;
    const abort = new AbortController();
    const sleeper = clock.sleep(1000, { signal: abort.signal });
    abort.abort(new Error('enough'));
    await expect(sleeper).rejects.toThrow('enough');
    await expect(clock.sleep(1, { signal: abort.signal })).rejects.toThrow('enough');
    await clock.advance({ seconds: 2 });
    clock.close();
  });

  test('has no speed', async () => {
    const clock = new VirtualClock(start);
    expect(() => {
      clock.speed = 2;
    }).toThrow(TypeError);
    await expect(startSandbox({ speed: 2 })).rejects.toThrow('speed is for the real clock');
  });
});

describe('the real clock', () => {
  test('runs as fast as it is told', async () => {
    const clock = new RealClock(1000);
    const [began, wall] = [clock.now(), performance.now()];
    await clock.sleep(60_000);
    expect(clock.now() - began).toBeGreaterThanOrEqual(59_999);
    expect(performance.now() - wall).toBeLessThan(5000);
    clock.close();
  });

  test('wakes sleepers when it is moved or speeds up', async () => {
    const clock = new RealClock(1);
    const sleeper = clock.sleep(3_600_000);
    await clock.advance({ hours: 1 });
    await sleeper;
    const second = clock.sleep(3_600_000);
    clock.speed = 10_000_000;
    await second;
    clock.close();
  });

  test('lets a sleeper go whose signal aborts', async () => {
    const clock = new RealClock(1);
    const abort = new AbortController();
    const sleeper = clock.sleep(3_600_000, { signal: abort.signal });
    abort.abort(new Error('enough'));
    await expect(sleeper).rejects.toThrow('enough');
    clock.close();
  });

  test('refuses a speed of nothing', () => {
    expect(() => new RealClock(0)).toThrow(RangeError);
  });
});

test('time does not jump to a limit while what it is for may still come to an end', async () => {
  await using sandbox = await startSandbox({});
  const { clock } = sandbox;
  const before = clock.now();
  const ended = new AbortController();
  const limit = clock.sleep(30_000, { signal: ended.signal, limit: true }).catch(() => 'ended');
  for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(clock.now()).toBe(before);
  ended.abort();
  expect(await limit).toBe('ended');
  await clock.sleep(30_000, { limit: true });
  expect(clock.now()).toBe(before + 30_000);
});

test('a sleep that is none is not held up by a limit that comes after it', async () => {
  await using sandbox = await startSandbox({});
  const { clock } = sandbox;
  const before = clock.now();
  const ended = new AbortController();
  const limit = clock.sleep(30_000, { signal: ended.signal, limit: true }).catch(() => {});
  await clock.sleep(5000);
  expect(clock.now()).toBe(before + 5000);
  ended.abort();
  await limit;
});
