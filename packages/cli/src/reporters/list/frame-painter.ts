import { stripVTControlCharacters } from 'node:util';
import type { Output } from '../../model/io.ts';
import { textWidth } from '../../render/text-width.ts';

const hideCursor = '\u001b[?25l';
export const showCursor = '\u001b[?25h';

/** Draws frames over one another on a terminal; writes only the lines that changed. */
export interface FramePainter {
  draw(lines: readonly string[]): void;
  /** Leaves the last frame where it is and gives the cursor back. */
  end(): void;
}

export function framePainter(output: Output): FramePainter {
  let before: readonly string[] = [];
  let columns = output.columns;
  let started = false;

  return {
    draw(lines) {
      const wrapped = output.columns !== columns;
      if (started && !wrapped && sameLines(before, lines)) return;
      // A terminal that became narrower has wrapped what stands there, so that it takes more lines than were written.
      const up = wrapped ? heightOf(before, output.columns) : before.length;
      const kept = wrapped ? [] : before;
      const body = lines.map((line, index) => (line === kept[index] ? '\n' : `\u001b[2K${line}\n`)).join('');
      const start = started ? '' : hideCursor;
      output.write(`${start}${up === 0 ? '' : `\u001b[${up}A\r`}${wrapped ? '\u001b[0J' : ''}${body}\u001b[0J`);
      started = true;
      before = lines;
      columns = output.columns;
    },
    end() {
      if (started) output.write(showCursor);
      started = false;
      before = [];
    },
  };
}

function sameLines(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, index) => line === b[index]);
}

function heightOf(lines: readonly string[], columns: number): number {
  if (columns < 1) return lines.length;
  return lines.reduce((sum, line) => {
    const width = textWidth(stripVTControlCharacters(line));
    return sum + Math.max(1, Math.ceil(width / columns));
  }, 0);
}
