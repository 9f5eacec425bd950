import { maskText } from '../diff/mask-text.ts';
import type { Clock } from '../model/clock.ts';
import { plainLastLine } from '../model/plain-text.ts';
import { resourceKey } from '../model/resource-key.ts';
import type { RunContext } from '../model/run-context.ts';

const childrenKey = resourceKey<ChildProcesses>('core.children');

export interface ChildCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Sent to standard input; the only way a secret reaches a child. */
  readonly input?: string;
  /** Called with each line of standard output and standard error. */
  onLine?(line: string): void;
  /** Ends the child after this many milliseconds. */
  readonly timeout?: number;
}

export interface ChildEnd {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  /** `exit code 1`, `SIGKILL`, `not found`, … */
  readonly how: string;
  /** The last twenty lines of output. */
  readonly lines: readonly string[];
  /** Standard output, at most 1 MiB. */
  readonly stdout: string;
  /** Whether there is no such program. */
  readonly notFound: boolean;
  /** Whether its time was over before it ended. */
  readonly timedOut: boolean;
}

/** How many lines of a child's output an error shows. */
const shownLines = 20;
/** How long a child has to end itself before it is killed, in milliseconds. */
const grace = 3000;
const outputLimit = 1024 * 1024;

/**
 * Runs a program to its end, in a process group of its own. When the context's signal aborts, the group gets SIGTERM, and
 * SIGKILL three seconds later, or once the program itself has ended; then this throws the signal's reason. An exit code other
 * than 0 is a result, not an error.
 */
export async function runChild(context: RunContext, command: ChildCommand): Promise<ChildEnd> {
  context.signal.throwIfAborted();
  const children = await context.resources.use(childrenKey, () => new ChildProcesses(context.clock));
  const { execa } = await import('execa');
  const child = execa(command.file, command.args, {
    env: definedOnly(command.env),
    extendEnv: false,
    detached: true,
    reject: false,
    buffer: false,
    all: true,
    ...(command.cwd === undefined ? {} : { cwd: command.cwd }),
    ...(command.input === undefined ? { stdin: 'ignore' as const } : { input: command.input }),
  });
  const { pid } = child;
  const end = (): void => children.end(pid);
  const ended = new AbortController();
  let timedOut = false;
  if (command.timeout !== undefined) {
    const over = (): void => {
      timedOut = true;
      end();
    };
    context.clock.sleep(command.timeout, { signal: ended.signal, limit: true }).then(over, () => undefined);
  }
  context.signal.addEventListener('abort', end, { once: true });
  children.add(pid);
  const lines: string[] = [];
  let stdout = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    if (stdout.length < outputLimit) stdout += chunk.toString('utf8');
  });
  try {
    for await (const raw of child.iterable({ from: 'all' })) {
      const line = maskText(plainLastLine(String(raw)));
      if (line === '') continue;
      lines.push(line);
      if (lines.length > shownLines) lines.shift();
      command.onLine?.(line);
    }
  } catch {
    // The iteration fails with the child; how it ended is read from the result below.
  } finally {
    ended.abort();
    context.signal.removeEventListener('abort', end);
  }
  const result = await child;
  children.delete(pid);
  context.signal.throwIfAborted();
  const notFound = result.code === 'ENOENT';
  return { exitCode: result.exitCode ?? null, how: howItEnded(result, notFound), lines, stdout, notFound, timedOut };
}

/** The children of one command. The ones that still run when this process exits are killed with it. */
class ChildProcesses implements Disposable {
  readonly #clock: Clock;
  /** By process id, what aborts when the child is gone. */
  readonly #running = new Map<number, AbortController>();
  /** Those that were told to end. */
  readonly #ending = new Set<number>();
  readonly #onExit = (): void => {
    for (const pid of this.#running.keys()) signalGroup(pid, 'SIGKILL');
  };

  constructor(clock: Clock) {
    this.#clock = clock;
    process.once('exit', this.#onExit);
  }

  add(pid: number | undefined): void {
    if (pid !== undefined) this.#running.set(pid, new AbortController());
  }

  delete(pid: number | undefined): void {
    if (pid === undefined) return;
    // What it has started may not have heard, or may not have wanted to.
    if (this.#ending.delete(pid)) signalGroup(pid, 'SIGKILL');
    this.#running.get(pid)?.abort();
    this.#running.delete(pid);
  }

  end(pid: number | undefined): void {
    const gone = pid === undefined ? undefined : this.#running.get(pid)?.signal;
    if (pid === undefined || gone === undefined) return;
    this.#ending.add(pid);
    signalGroup(pid, 'SIGTERM');
    this.#clock.sleep(grace, { signal: gone }).then(
      () => signalGroup(pid, 'SIGKILL'),
      () => undefined,
    );
  }

  [Symbol.dispose](): void {
    this.#onExit();
    for (const pid of [...this.#running.keys()]) this.delete(pid);
    process.removeListener('exit', this.#onExit);
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone already.
  }
}

function howItEnded(
  result: {
    readonly exitCode?: number | undefined;
    readonly signal?: string | undefined;
    readonly code?: string | undefined;
  },
  notFound: boolean,
): string {
  if (notFound) return 'not found';
  if (result.exitCode !== undefined) return `exit code ${result.exitCode}`;
  return result.signal ?? result.code ?? 'it could not be started';
}

function definedOnly(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const entries = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}
