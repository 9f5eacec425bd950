import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { systemClock } from '../model/clock.ts';
import { DeployError } from '../model/error.ts';
import { buildContext } from '../testing/builders.ts';
import { runChild } from './run-child.ts';

/** A context on the clock of the wall; its resources are closed at the end of the scope. */
function testContext() {
  const controller = new AbortController();
  const context = buildContext({ clock: systemClock, signal: controller.signal });
  return {
    ...context,
    interrupt: (reason: Error) => controller.abort(reason),
    [Symbol.asyncDispose]: () => context.resources.close(),
  };
}

const env = { PATH: process.env.PATH };
const node = (script: string) => ({ file: process.execPath, args: ['-e', script], env });

test('lines of both outputs arrive, without colours and progress marks', async () => {
  await using context = testContext();
  const lines: string[] = [];
  const end = await runChild(context, {
    ...node(`console.log('\\u001b[31mred\\u001b[0m\\r'); console.error('two\\n\\nthree')`),
    onLine: (line) => lines.push(line),
  });
  expect(lines.sort()).toEqual(['red', 'three', 'two']);
  expect(end).toMatchObject({ exitCode: 0, how: 'exit code 0' });
});

test('the last twenty lines are kept and the exit code is a result', async () => {
  await using context = testContext();
  const end = await runChild(context, node('for (let i = 0; i < 50; i++) console.log(i); process.exitCode = 3'));
  expect(end.exitCode).toBe(3);
  expect(end.lines).toHaveLength(20);
  expect(end.lines.at(-1)).toBe('49');
});

test('a program that is not there is a result too', async () => {
  await using context = testContext();
  expect(await runChild(context, { file: 'no-such-program', args: [], env })).toMatchObject({
    notFound: true,
    how: 'not found',
  });
});

test('input reaches standard input alone', async () => {
  await using context = testContext();
  const end = await runChild(context, { ...node('process.stdin.pipe(process.stdout)'), input: 'word' });
  expect(end.stdout).toBe('word');
});

test('a child sees no environment but the one it is given', async () => {
  await using context = testContext();
  const end = await runChild(context, {
    ...node('console.log(Object.keys(process.env).join())'),
    env: { PATH: process.env.PATH, ONE: '1', NONE: undefined },
  });
  expect(end.stdout.trim().split(',').sort()).toEqual(['ONE', 'PATH']);
});

test('an abort ends the child and its own children, and throws the reason', async () => {
  await using context = testContext();
  const pids: number[] = [];
  const script = `
    const { spawn } = require('node:child_process');
    const own = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    console.log(process.pid); console.log(own.pid); setInterval(() => {}, 1000)`;
  const reason = new DeployError('INTERRUPTED', 'interrupted', { category: 'interrupted' });
  const running = runChild(context, {
    ...node(script),
    onLine(line) {
      pids.push(Number(line));
      if (pids.length === 2) context.interrupt(reason);
    },
  });
  await expect(running).rejects.toBe(reason);
  await expect.poll(() => pids.filter(isAlive)).toEqual([]);
});

test('a child whose time is over is ended with its own children, also with those that will not end', async () => {
  await using context = testContext();
  const pids: number[] = [];
  const deaf = `process.on('SIGTERM', () => {}); process.send('deaf'); setInterval(() => {}, 1000)`;
  const script = `
    const { spawn } = require('node:child_process');
    const own = spawn(process.execPath, ['-e', ${JSON.stringify(deaf)}], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    own.on('message', () => console.log(own.pid)); setInterval(() => {}, 1000)`;
  const end = await runChild(context, { ...node(script), timeout: 2000, onLine: (line) => pids.push(Number(line)) });
  expect(end).toMatchObject({ timedOut: true, how: 'SIGTERM' });
  expect(pids).toHaveLength(1);
  await expect.poll(() => pids.filter(isAlive)).toEqual([]);
});

test('a child that will not end is killed after three seconds', async () => {
  await using context = testContext();
  const reason = new DeployError('INTERRUPTED', 'interrupted', { category: 'interrupted' });
  const running = runChild(context, {
    ...node(`process.on('SIGTERM', () => {}); console.log('ready'); setInterval(() => {}, 1000)`),
    onLine: () => context.interrupt(reason),
  });
  await expect(running).rejects.toBe(reason);
});

/** Whether a process still runs; one that ended but that nobody has waited for does not. */
function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
