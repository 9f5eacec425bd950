import type { Clock, Random } from '@funade/core';

/** Where text goes: stdout or stderr. */
export interface Output {
  /** Never throws; what a closed pipe cannot take is dropped. */
  write(text: string): void;
  /** The same for what the CI is to obey: a group of its log, a value to mask. Nothing that is written otherwise is obeyed. */
  command(text: string): void;
  readonly isTTY: boolean;
  /** Whether it is a file: nobody obeys what stands in one. */
  readonly isFile: boolean;
  /** Whether what is written can still arrive: false once its reader is gone, as after `funade … | head`. */
  readonly isOpen: boolean;
  /** Width and height of the terminal now; 0 when unknown. */
  readonly columns: number;
  readonly rows: number;
}

/** Where answers come from. */
export interface Input {
  readonly isTTY: boolean;
  /** The next line without its end; null at the end of the input. Rejects with the signal's reason when it aborts. */
  readLine(signal: AbortSignal): Promise<string | null>;
}

export type SignalName = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** A program that talks to the person itself, with the terminal that this one has. */
export interface AttachedProgram {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Io['env'];
  /** Whether it gets what is typed, or handed to our standard input. */
  readonly takesInput: boolean;
  /** Hears what it writes to its standard output. Absent: that goes where ours goes, untouched. */
  onOutput?(chunk: string): void;
}

export interface AttachedEnd {
  /** Null when a signal ended it, or there is no such program. */
  readonly exitCode: number | null;
  readonly notFound: boolean;
}

/** Everything outside the process that a command touches; `bin.ts` makes the real one. */
export interface Io {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user that the process acts as; missing where there are none. */
  readonly user?: number;
  /** Absolute path of the folder the command was typed in. */
  readonly cwd: string;
  readonly clock: Clock;
  readonly random: Random;
  /** Version of Node: `24.1.0`. */
  readonly node: string;
  /** Version of the `funade` package. */
  readonly version: string;
  /** Says what of the user's is being loaded from now on, in case that it never is; null: nothing. */
  loads(what: string | null): void;
  /** Calls `listener` at every signal until the returned function is called. */
  onSignal(listener: (signal: SignalName) => void): () => void;
  /** Ends the process at once, whatever still runs. */
  exit(code: number): void;
  /** Runs a program to its end. Ctrl-C is the program's until then; a signal to end is handed on to it. */
  attach(program: AttachedProgram): Promise<AttachedEnd>;
  /** Calls `tick` about every `ms` milliseconds of wall time, for what is drawn; keeps no process alive. */
  every(ms: number, tick: () => void): () => void;
}
