import { execFile } from 'node:child_process';

/** How a program ended. */
export interface RunResult {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
  /** Whether it could not be started at all. */
  readonly missing: boolean;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Runs a short-lived program to its end: no shell, no input, nothing thrown. */
export function runFile(file: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  return new Promise((resolve) => {
    const settings = { ...options, maxBuffer: 256 * 1024 * 1024, windowsHide: true };
    const child = execFile(file, args, settings, (error, stdout, stderr) => {
      resolve({ ok: error === null, stdout, stderr, missing: error?.code === 'ENOENT' });
    });
    child.stdin?.end();
  });
}
