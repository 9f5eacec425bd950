import { withoutCommands } from '@funade/core';
import type { Output } from '../model/io.ts';

/** An output on which no line is an order to a CI but those written with `command`, whoever the text is from. */
export function guardOutput(output: Output): Output {
  return {
    write: (text) => output.write(text.split('\n').map(withoutCommands).join('\n')),
    command: (text) => output.command(text),
    isFile: output.isFile,
    get isOpen() {
      return output.isOpen;
    },
    get isTTY() {
      return output.isTTY;
    },
    get columns() {
      return output.columns;
    },
    get rows() {
      return output.rows;
    },
  };
}
