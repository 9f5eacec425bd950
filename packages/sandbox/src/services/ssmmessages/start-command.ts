import type { DataChannelSession } from '../../model/service.ts';
import { isShell, runScript } from './fake-shell.ts';
import { statementsOf } from './shell-words.ts';

/** Where a command writes to. */
export interface Terminal {
  output(text: string): void;
  /** The command has ended. */
  end(): void;
}

const prompt = '# ';

/** Starts the command of a session. Returns what takes the bytes that are typed. */
export function startCommand({ command, env }: DataChannelSession, { output, end }: Terminal): (bytes: Buffer) => void {
  const write = (text: string): void => {
    if (text !== '') output(text.replaceAll('\n', '\r\n'));
  };
  const [first = []] = statementsOf(command);
  const isInteractive = first.length === 1 && isShell(command.trim());
  if (!isInteractive) {
    write(runScript(command, { env, code: 0 }).output);
    end();
    return () => {};
  }
  let line = '';
  let code = 0;
  write(prompt);
  const enter = (): void => {
    const ran = runScript(line, { env, code });
    line = '';
    code = ran.code;
    write(`\n${ran.output}${ran.exited ? '' : prompt}`);
    if (ran.exited) end();
  };
  return (bytes) => {
    for (const character of bytes.toString('utf8')) {
      if (character === '\r' || character === '\n') enter();
      else if (character === '\u0003') {
        line = '';
        write(`^C\n${prompt}`);
      } else if (character === '\u0004' && line === '') end();
      else {
        line += character;
        write(character);
      }
    }
  };
}
