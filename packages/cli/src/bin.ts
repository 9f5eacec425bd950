#!/usr/bin/env node
// The only file that sees `process`. It loads nothing before the version of Node is known to do.
import { fstatSync, readFileSync, writeSync } from 'node:fs';
import type { Input, Io, Output, SignalName } from './model/io.ts';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const argv = process.argv.slice(2);

if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`error: Funade needs Node 22.18 or newer; this is ${process.versions.node}`);
  console.error('  hint: https://nodejs.org/en/download');
  process.exitCode = 2;
} else if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
  console.log(version());
} else {
  // Not awaited: of what is never settled Node would say so itself, with our source.
  void start();
}

async function start(): Promise<void> {
  if (argv[0] !== 'sandbox') endWithParent();
  const { env, platform, arch, pid, versions } = process;
  const owned = process.geteuid === undefined ? {} : { user: process.geteuid() };
  let loading: string | null = null;
  const end = endOnPurpose(() => loading);
  quietWarnings();
  const { openProgram } = await import('./open-program.ts');
  const { program, keep } = await openProgram({
    owner: { env, platform, ...owned },
    command: argv[0],
    version: `${versions.v8}-${arch}`,
    pid,
  });
  const { main, systemClock, systemRandom } = program;
  const lost: string[] = [];
  const io: Io = {
    stdin: inputOf(process.stdin),
    stdout: outputOf(process.stdout, lost),
    stderr: outputOf(process.stderr, lost),
    env,
    ...owned,
    cwd: process.cwd(),
    clock: systemClock,
    random: systemRandom,
    node: process.versions.node,
    version: version(),
    loads: (what) => {
      loading = what;
    },
    onSignal,
    exit: (code) => {
      if (process.stderr.isTTY) process.stderr.write('\u001b[?25h');
      end(code);
    },
    attach: async (program) => (await import('./run/attach-program.ts')).attachProgram(program, process),
    every: (ms, tick) => {
      const timer = setInterval(tick, ms).unref();
      return () => clearInterval(timer);
    },
  };
  const code = await main(argv, io);
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  if (code === 0) keep();
  // Whatever still holds the event loop, such as a connection that is kept alive, is not waited for.
  end(lost.length === 0 ? code : tellLost(lost, code));
}

/** What was not written was not seen: no command whose output is lost went well. */
function tellLost(lost: readonly string[], code: number): number {
  const text = `error: ${lost.join(', ')}: the output of the command is incomplete (OUTPUT_LOST)\n  hint: make room where its output goes; the journal says what it did, and \`funade status\` shows the current state\n`;
  try {
    writeSync(2, text);
  } catch {
    // It may be stderr that cannot be written to.
  }
  return code === 0 ? 1 : code;
}

/**
 * `npx`, `npm run` and scripts die of a signal without handing it on, and nobody tells us. So that no deploy goes on with
 * nobody watching, we act as on SIGTERM once the process that started us is gone. A sandbox may outlive the step of a job
 * that started it.
 */
function endWithParent(): void {
  const started = startedBy();
  const timer = setInterval(() => {
    if (startedBy() === started) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, 100).unref();
}

/** Who started us. A script of `package.json` runs in a shell, which stays when `npm` or `npx` above it is killed. */
function startedBy(): string {
  const { ppid, env } = process;
  return env.npm_lifecycle_event === undefined ? String(ppid) : `${ppid} ${parentOf(ppid)}`;
}

/** As Linux says it; nothing elsewhere, where `ppid` alone is watched. */
function parentOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? '';
  } catch {
    return '';
  }
}

/**
 * How this command ends the process. A config that calls `process.exit(0)`, or that awaits what never comes, must not pass
 * for a deploy: any other end is told. `loading`: what of the user's is being loaded.
 */
function endOnPurpose(loading: () => string | null): (code: number) => void {
  let onPurpose = false;
  let idle = false;
  process.once('beforeExit', () => {
    idle = true;
  });
  process.once('exit', () => {
    if (onPurpose) return;
    const what = loading();
    const stuck = idle && what !== null;
    process.exitCode = stuck ? 2 : 1;
    writeSync(
      2,
      stuck
        ? `error: ${what} was never loaded: it awaits something that never settles (CONFIG_UNSETTLED)\n` +
            '  hint: look at its top-level await, its imports and the function that it exports; nothing was read or changed\n'
        : 'error: the process ended before the command did (ENDED_EARLY)\n' +
            '  hint: a config or plugin must not call process.exit, or await something that never settles\n',
    );
  });
  return (code) => {
    onPurpose = true;
    process.exit(code);
  };
}

function version(): string {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;
}

/** What cannot be written is told in `lost`, unless it is that nobody reads it any more (`funade … | head`). */
function outputOf(stream: NodeJS.WriteStream & { readonly fd: number }, lost: string[]): Output {
  let open = true;
  stream.on('error', ({ code = 'unknown' }: NodeJS.ErrnoException) => {
    if (open && code !== 'EPIPE') lost.push(`${stream.fd === 2 ? 'stderr' : 'stdout'} cannot be written to (${code})`);
    open = false;
  });
  const write = (text: string): void => {
    if (open) stream.write(text);
  };
  return {
    write,
    command: write,
    isFile: isFile(stream.fd),
    get isOpen() {
      return open;
    },
    get isTTY() {
      return stream.isTTY === true;
    },
    get columns() {
      return stream.columns ?? 0;
    },
    get rows() {
      return stream.rows ?? 0;
    },
  };
}

function isFile(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFile();
  } catch {
    return false;
  }
}

function inputOf(stream: NodeJS.ReadStream): Input {
  return {
    isTTY: stream.isTTY === true,
    async readLine(signal) {
      signal.throwIfAborted();
      const { createInterface } = await import('node:readline');
      const { promise, resolve, reject } = Promise.withResolvers<string | null>();
      const lines = createInterface({ input: stream, terminal: false });
      const onAbort = (): void => reject(signal.reason);
      signal.addEventListener('abort', onAbort, { once: true });
      lines.once('line', resolve).once('close', () => resolve(null));
      try {
        return await promise;
      } finally {
        signal.removeEventListener('abort', onAbort);
        lines.close();
      }
    },
  };
}

function onSignal(listener: (signal: SignalName) => void): () => void {
  const names: readonly SignalName[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const name of names) process.on(name, listener);
  return () => {
    for (const name of names) process.off(name, listener);
  };
}

/** Node's remarks on a config without `"type": "module"` and on type stripping help nobody who deploys. */
function quietWarnings(): void {
  process.removeAllListeners('warning');
  process.on('warning', (warning: Error & { readonly code?: string }) => {
    if (warning.code === 'MODULE_TYPELESS_PACKAGE_JSON' || warning.name === 'ExperimentalWarning') return;
    process.stderr.write(`${warning.name}: ${warning.message}\n`);
  });
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}
