import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

/** The command as users run it, bundled before these tests. */
export const bin = fileURLToPath(new URL('../dist/bin.mjs', import.meta.url));

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly nodeOptions?: readonly string[];
}

/** The `funade` command as a child process, with what it has said so far. */
export interface RunningBin extends AsyncDisposable {
  readonly child: ChildProcess;
  out(): string;
  err(): string;
  /** Resolves when stdout or stderr holds a match; rejects when the process ends before. */
  said(pattern: RegExp): Promise<RegExpMatchArray>;
  ended(): Promise<Ended>;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/** Starts the command; disposing of it kills what still runs. */
export function startBin(args: readonly string[], options: RunOptions = {}): RunningBin {
  return startChild(process.execPath, [...(options.nodeOptions ?? []), bin, ...args], options);
}

/** Any command in its place, such as `script` with the bin inside. */
export function startChild(
  file: string,
  args: readonly string[],
  { cwd = tmpdir(), env = {} }: RunOptions = {},
): RunningBin {
  const child = spawn(file, args, {
    cwd,
    env: { PATH: process.env.PATH, HOME: tmpdir(), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const text = { out: '', err: '' };
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of [...listeners]) listener();
  };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text.out += chunk;
    tell();
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    text.err += chunk;
    tell();
  });
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  return {
    child,
    out: () => text.out,
    err: () => text.err,
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const match = text.out.match(pattern) ?? text.err.match(pattern);
          if (match === null) return;
          listeners.delete(look);
          resolve(match);
        };
        listeners.add(look);
        look();
        closed.then(() => reject(new Error(`ended before it said ${pattern}:\n${text.out}\n${text.err}`)), reject);
      }),
    async ended() {
      const [code, signal] = await closed;
      return { code, signal, ...text };
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await closed;
    },
  };
}

/** Runs the command to its end. */
export async function runBin(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return await startBin(args, options).ended();
}
