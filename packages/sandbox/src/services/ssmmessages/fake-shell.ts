import { expand, statementsOf } from './shell-words.ts';

/** What a command did. */
export interface Ran {
  readonly output: string;
  readonly code: number;
  /** `exit` was called. */
  readonly exited: boolean;
}

/** Where a command is run. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string>>;
  /** Exit code of the command before. */
  readonly code: number;
}

/** Names of a shell, as the first word of a command. */
export function isShell(name: string | undefined): boolean {
  return /^(?:\/(?:usr\/)?bin\/)?(?:sh|bash|ash)$/.test(name ?? '');
}

/** Runs a script as a container with next to nothing in it would: `echo`, `env`, `true`, `false`, `exit` and `sh -c` are all there is. */
export function runScript(script: string, { env, code }: Surroundings): Ran {
  let last = code;
  let output = '';
  for (const statement of statementsOf(script)) {
    const words = statement.map((word) => expand(word, { ...env, '?': String(last) }));
    const ran = runWords(words, { env, code: last });
    output += ran.output;
    last = ran.code;
    if (ran.exited) return { output, code: last, exited: true };
  }
  return { output, code: last, exited: false };
}

function runWords([name = '', ...rest]: readonly string[], { env, code }: Surroundings): Ran {
  const done = (output: string, ended = 0): Ran => ({ output, code: ended, exited: false });
  if (name === 'exit') return { output: '', code: Number(rest[0] ?? code), exited: true };
  if (name === 'echo') return done(`${rest.join(' ')}\n`);
  if (name === 'env')
    return done(
      Object.entries(env)
        .map(([key, value]) => `${key}=${value}\n`)
        .join(''),
    );
  if (name === 'true') return done('');
  if (name === 'false') return done('', 1);
  if (isShell(name)) return { ...runScript(rest[0] === '-c' ? (rest[1] ?? '') : '', { env, code: 0 }), exited: false };
  return done(`sh: ${name}: not found\n`, 127);
}
