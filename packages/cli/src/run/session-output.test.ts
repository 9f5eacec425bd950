import { expect, test } from 'vitest';
import { sessionOutput } from './session-output.ts';

const id = 'ecs-execute-command-0f3c';
const around = (text: string): string =>
  `\nStarting session with SessionId: ${id}\n${text}\n\nExiting session with sessionId: ${id}.\n\n`;

/** In chunks of every size, what comes out is the same. */
function shown(text: string, marker: string | null = null): readonly [string, number | null] {
  const results = [1, 2, 7, 1000].map((size) => {
    let out = '';
    const output = sessionOutput(marker, (more) => {
      out += more;
    });
    for (let at = 0; at < text.length; at += size) output.write(text.slice(at, at + size));
    output.end();
    return [out, output.exitCode] as const;
  });
  expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
  return results[0] as readonly [string, number | null];
}

test.each([
  ['nothing', around(''), null, '', null],
  ['lines', around('one\r\ntwo\r\n'), null, 'one\ntwo\n', null],
  ['a last line without an end', around('one\r\ntwo'), null, 'one\ntwo\n', null],
  ['blank lines of its own', around('one\r\n\r\n\r\ntwo\r\n\r\n'), null, 'one\n\n\ntwo\n\n', null],
  ['an exit code', around('one\r\nm4rk:3\r\n'), 'm4rk', 'one\n', 3],
  ['an exit code behind a line without an end', around('onem4rk:0\r\n'), 'm4rk', 'one', 0],
  ['what looks like an exit code', around('m4rk:x\r\n'), 'm4rk', 'm4rk:x\n', null],
  [
    'what the plugin says of a failure',
    '\nCannot perform start session: EOF\n',
    null,
    'Cannot perform start session: EOF\n',
    null,
  ],
] as const)('%s', (...[, text, marker, out, code]) => expect(shown(text, marker)).toEqual([out, code]));
