/** What a session of the Session Manager plugin wrote, told apart from what the plugin says itself. */
export interface SessionOutput {
  /** Takes what the plugin writes. */
  write(chunk: string): void;
  /** Nothing more comes. */
  end(): void;
  /** The exit code that the command's shell told; null when it told none. */
  readonly exitCode: number | null;
}

const begins = /^Starting session with SessionId: ecs-execute-command-\S+$/;
const ends = /^Exiting session with sessionId: ecs-execute-command-\S+$/;

/** Blank lines that the plugin writes before it says that a session ends. */
const blanksBefore = 2;

/**
 * Hands on the lines of a session, without those of the plugin and without the line by which the command's shell tells the exit
 * code behind `marker`. A line is handed on once it is whole, and blank ones once another follows: they may be the plugin's.
 */
export function sessionOutput(marker: string | null, write: (text: string) => void): SessionOutput {
  let rest = '';
  let blanks = 0;
  let exitCode: number | null = null;
  let began = false;
  let over = false;
  const put = (text: string): void => {
    write(`${'\n'.repeat(blanks)}${text}`);
    blanks = 0;
  };
  const line = (raw: string, newline: string): void => {
    const text = raw.replace(/\r$/, '');
    if (over) return;
    if (!began && (text === '' || begins.test(text))) {
      began = text !== '';
      return;
    }
    if (ends.test(text)) {
      over = true;
      blanks = Math.max(0, blanks - blanksBefore);
      if (blanks > 0) put('');
      return;
    }
    const found = marker === null ? null : new RegExp(`^(.*)${marker}:(\\d{1,3})$`, 's').exec(text);
    if (found !== null) {
      exitCode = Number(found[2]);
      if (found[1] !== '') put(found[1] ?? '');
    } else if (text === '') blanks += newline.length;
    else put(`${text}${newline}`);
  };
  return {
    write(chunk) {
      const lines = `${rest}${chunk}`.split('\n');
      rest = lines.pop() ?? '';
      for (const each of lines) line(each, '\n');
    },
    end() {
      if (rest !== '') line(rest, '');
      rest = '';
    },
    get exitCode() {
      return exitCode;
    },
  };
}
