import { execFile } from 'node:child_process';
import { toDeployError } from '../model/error.ts';
import { machineFull } from '../model/machine-full.ts';

/** How a program ended. */
export interface RunResult {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
  /** Whether it could not be started at all. */
  readonly missing: boolean;
  /** `exit code 1`, `SIGTERM`; null where it went well. */
  readonly how: string | null;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Ends the program when it aborts. */
  readonly signal?: AbortSignal;
  /** Ends the program after this many milliseconds. */
  readonly timeout?: number;
}

/** Runs a short-lived program to its end: no shell, no input. Throws nothing but that the machine has no room for it. */
export function runFile(file: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const settings = { ...options, maxBuffer: 256 * 1024 * 1024, windowsHide: true };
    const child = execFile(file, args, settings, (error, stdout, stderr) => {
      // Else it would read as an answer of the program.
      if (machineFull(error) !== null) return reject(toDeployError(error));
      const how = error === null ? null : (error.signal ?? `exit code ${error.code}`);
      resolve({ ok: error === null, stdout, stderr, missing: error?.code === 'ENOENT', how });
    });
    child.stdin?.end();
  });
}
