import { spawn, spawnSync } from 'node:child_process';
import { StringDecoder } from 'node:string_decoder';
import type { AttachedEnd, AttachedProgram } from '../model/io.ts';

/** What of this process a program is attached to. */
export interface AttachedTo {
  readonly stdin: NodeJS.ReadStream;
  on(signal: NodeJS.Signals, listener: () => void): unknown;
  off(signal: NodeJS.Signals, listener: () => void): unknown;
}

/** Typed at a terminal: the terminal sends them to the program too, and what they mean is its business. */
const typed: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT', 'SIGTSTP'];
const ending: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGHUP'];

/** What Ctrl-D types. */
const endOfInput = '\u0004';

/**
 * Runs a program with our terminal. Where our input is none, the program gets a pipe that stays open: the Session Manager plugin
 * gives up at the end of its input, before the command has answered. The end is typed instead, as Ctrl-D.
 */
export async function attachProgram(program: AttachedProgram, own: AttachedTo): Promise<AttachedEnd> {
  const { file, args, env, takesInput, onOutput } = program;
  const { stdin } = own;
  const modes = takesInput && stdin.isTTY ? terminalModes() : null;
  const child = spawn(file, args, {
    env,
    stdio: [
      takesInput ? (stdin.isTTY ? 'inherit' : 'pipe') : 'ignore',
      onOutput === undefined ? 'inherit' : 'pipe',
      'inherit',
    ],
  });
  const ignore = (): void => {};
  const handOn = ending.map((signal) => [signal, () => void child.kill(signal)] as const);
  for (const signal of typed) own.on(signal, ignore);
  for (const [signal, listener] of handOn) own.on(signal, listener);
  const decoder = new StringDecoder('utf8');
  child.stdout?.on('data', (chunk: Buffer) => onOutput?.(decoder.write(chunk)));
  const forward = (chunk: Buffer | string): void => void child.stdin?.write(chunk);
  const typeEnd = (): void => void child.stdin?.write(endOfInput);
  child.stdin?.on('error', ignore);
  if (child.stdin !== null) stdin.on('data', forward).once('end', typeEnd);
  try {
    return await new Promise<AttachedEnd>((resolve, reject) => {
      child.once('error', (error: NodeJS.ErrnoException) =>
        error.code === 'ENOENT' ? resolve({ exitCode: null, notFound: true }) : reject(error),
      );
      child.once('close', (exitCode) => resolve({ exitCode, notFound: false }));
    });
  } finally {
    if (child.stdin !== null) stdin.off('data', forward).off('end', typeEnd).pause();
    for (const signal of typed) own.off(signal, ignore);
    for (const [signal, listener] of handOn) own.off(signal, listener);
    if (modes !== null) spawnSync('stty', [modes], { stdio: ['inherit', 'ignore', 'ignore'] });
  }
}

/** How the terminal is set, for a program that is killed before it has set it back; null where nobody can say. */
function terminalModes(): string | null {
  const { status, stdout } = spawnSync('stty', ['-g'], { stdio: ['inherit', 'pipe', 'ignore'], encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}
