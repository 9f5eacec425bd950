import { spawnSync } from 'node:child_process';

/** How a program ended, and what it printed. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Milliseconds after which it is killed. */
  readonly timeout?: number;
}

export function run(command: string, args: readonly string[], options: RunOptions): Ended {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    killSignal: 'SIGKILL',
    ...options,
  });
  if (error !== undefined && !('code' in error && error.code === 'ETIMEDOUT')) throw error;
  return { code: status, stdout, stderr };
}

/** What it prints; throws when it fails. */
export function mustRun(command: string, args: readonly string[], options: RunOptions): string {
  const { code, stdout, stderr } = run(command, args, options);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} exited ${code} in ${options.cwd}:\n${stdout}${stderr}`);
  return stdout;
}
