import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export type Env = Readonly<Record<string, string | undefined>>;

const bin = fileURLToPath(new URL('../bin.ts', import.meta.url));

/** What a command is started with. */
export interface ChildOptions {
  readonly cwd: string;
  readonly env: Env;
  /** Ends the command, at the latest two seconds later. */
  readonly signal: AbortSignal;
}

/** Runs the `funade` command on this terminal and returns its exit code. */
export async function runFunade(args: readonly string[], { cwd, env, signal }: ChildOptions): Promise<number> {
  signal.throwIfAborted();
  const child = spawn(process.execPath, [bin, ...args], { cwd, env, stdio: 'inherit' });
  // Ctrl-C reaches every command on the terminal by itself, and a second signal would end this one in the middle.
  const stop = (): unknown => setTimeout(() => child.kill('SIGTERM'), 2000).unref();
  signal.addEventListener('abort', stop, { once: true });
  const [code] = (await once(child, 'exit')) as [number | null];
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  return code ?? 1;
}

/** Runs the `funade` command unseen and returns the JSON that it prints. */
export async function readFunade(args: readonly string[], { cwd, env, signal }: ChildOptions): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, [bin, ...args], { cwd, env, signal });
  return JSON.parse(stdout);
}

/** What `funade sandbox --json` prints. */
export interface RunningSandbox extends AsyncDisposable {
  readonly endpoint: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly registries: readonly { readonly host: string }[];
}

/** Starts `funade sandbox` and waits until it is ready; disposing of it ends it. */
export async function startSandboxChild(
  args: readonly string[],
  { cwd, env, signal }: ChildOptions,
): Promise<RunningSandbox> {
  signal.throwIfAborted();
  const child = spawn(process.execPath, [bin, 'sandbox', '--json', ...args], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    // A group of its own, so that Ctrl-C on the terminal ends the commands first and the sandbox after them.
    detached: true,
  });
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line', { signal }) as Promise<[string]>,
    once(child, 'exit', { signal }).then(([code]) => {
      throw new Error(`the sandbox ended with ${code}`);
    }),
  ]).catch(async (error: unknown) => {
    await end(child);
    throw error;
  });
  return {
    ...(JSON.parse(line) as Omit<RunningSandbox, typeof Symbol.asyncDispose>),
    [Symbol.asyncDispose]: () => end(child),
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}
