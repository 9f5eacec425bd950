import { EventEmitter } from 'node:events';
import { tmpdir } from 'node:os';
import { PassThrough } from 'node:stream';
import { type Clock, systemClock, systemRandom } from '@funade/core';
import type { Io, Output, SignalName } from '../src/model/io.ts';
import { attachProgram } from '../src/run/attach-program.ts';
import { memoryOutput } from './builders.ts';

export interface TestIoOptions {
  readonly env?: Io['env'];
  readonly cwd?: string;
  readonly clock?: Clock;
  /** Lines that a person types; makes stdin a terminal. */
  readonly typed?: readonly string[];
  readonly terminal?: Partial<Output>;
}

/** An io in memory: what was written, signals by hand, exits noted. */
export function testIo({ env = {}, cwd = tmpdir(), clock = systemClock, typed, terminal }: TestIoOptions = {}) {
  const stdout = memoryOutput();
  const stderr = memoryOutput(terminal === undefined ? {} : { isTTY: true, columns: 100, rows: 40, ...terminal });
  const listeners = new Set<(signal: SignalName) => void>();
  const lines = [...(typed ?? [])];
  const exits: number[] = [];
  const ticks = new Set<() => void>();
  const io: Io = {
    stdin: {
      isTTY: typed !== undefined,
      readLine: async (signal) => {
        signal.throwIfAborted();
        return lines.shift() ?? null;
      },
    },
    stdout,
    stderr,
    env: { PATH: process.env.PATH, HOME: tmpdir(), ...env },
    cwd,
    clock,
    random: systemRandom,
    node: '24.1.0',
    version: '9.9.9',
    loads: () => undefined,
    onSignal: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    exit: (code) => {
      exits.push(code);
    },
    attach: (program) =>
      attachProgram(program, Object.assign(new EventEmitter(), { stdin: new PassThrough() }) as never),
    every: (_ms, tick) => {
      ticks.add(tick);
      return () => ticks.delete(tick);
    },
  };
  return {
    io,
    out: () => stdout.text(),
    err: () => stderr.text(),
    /** Codes that the process was ended with at once. */
    exits,
    /** As if the timers of `every` had all run out. */
    tick: (): void => {
      for (const tick of [...ticks]) tick();
    },
    kill: (signal: SignalName): void => {
      for (const listener of [...listeners]) listener(signal);
    },
    /** Whether anybody still listens for signals or has a timer. */
    idle: (): boolean => listeners.size === 0 && ticks.size === 0,
  };
}
