import { stripVTControlCharacters } from 'node:util';
import { jsonText } from '@funade/core';
import type { Interruption } from '../model/interruption.ts';
import type { Io } from '../model/io.ts';
import type { StatusOptions } from '../model/page-options.ts';
import { boardJson } from '../render/board-json.ts';
import { type BoardEnvironment, renderBoard, standingText } from '../render/render-board.ts';
import { renderStatus } from '../render/render-status.ts';
import { styleOf } from '../render/style.ts';
import { cutText, textWidth } from '../render/text-width.ts';
import { framePainter } from '../reporters/list/frame-painter.ts';
import type { Board } from '../run/open-board.ts';

/** Milliseconds between two looks: while something is in progress, and while nothing is. */
const pauses = { busy: 10_000, quiet: 20_000 } as const;

/** Milliseconds that each service adds to the shortest pause: a hundred take twenty calls a look. */
const pausePerService = 100;

/** How long to wait before the next look. */
export function pauseBetweenLooks(environments: readonly BoardEnvironment[]): number {
  const targets = environments.flatMap((environment) => environment.targets);
  const isBusy = targets.some(({ state }) => state.startsWith('rolling') || state === 'paused');
  return Math.max(isBusy ? pauses.busy : pauses.quiet, targets.length * pausePerService);
}

/**
 * Keeps a board live: draws it again on a terminal, and elsewhere adds a line for whatever changed. With `--json` a line for each
 * look that saw something new. Ends when nobody reads any more.
 */
export async function watchBoard(
  board: Board,
  options: StatusOptions,
  { io, interruption }: { readonly io: Io; readonly interruption: Interruption },
): Promise<void> {
  const show = options.json ? jsonLines(board, io) : io.stdout.isTTY ? frames(options, io) : changeLines(options, io);
  try {
    while (io.stdout.isOpen) {
      const environments = await board.look();
      show.look(environments);
      await io.clock.sleep(pauseBetweenLooks(environments), { signal: interruption.signal });
    }
  } finally {
    show.end();
  }
}

/** Shows what each look saw. */
interface Show {
  look(environments: readonly BoardEnvironment[]): void;
  end(): void;
}

function pageOf({ environment }: StatusOptions, environments: readonly BoardEnvironment[]) {
  const [only] = environments;
  return (page: Parameters<typeof renderBoard>[1]): string =>
    environment === null || only === undefined || only.error !== null
      ? renderBoard(environments, page)
      : renderStatus(only.targets, page);
}

function frames(options: StatusOptions, io: Io): Show {
  const painter = framePainter(io.stdout);
  const style = styleOf(io.stdout, io, options.color);
  let seen: readonly BoardEnvironment[] | null = null;
  const draw = (): void => {
    if (seen === null) return;
    const now = io.clock.now();
    const { columns, rows } = io.stdout;
    const text = pageOf(options, seen)({ now, style, width: columns });
    const lines = [style.dim(`${clockText(now)}, Ctrl-C ends it`), ...text.trimEnd().split('\n')];
    const most = Math.max(2, (rows || lines.length + 1) - 1);
    const left = lines.length - most;
    const shown = left <= 0 ? lines : [...lines.slice(0, most - 1), style.dim(`… ${left + 1} more lines`)];
    painter.draw(shown.map((line) => fitted(line, columns)));
  };
  // Times go on between two looks, and a terminal changes its size.
  const stop = io.every(1_000, draw);
  return {
    look(environments) {
      seen = environments;
      draw();
    },
    end() {
      stop();
      painter.end();
    },
  };
}

/** A line that the terminal would wrap, cut: a frame is drawn over the one before line by line. */
function fitted(line: string, columns: number): string {
  const bare = stripVTControlCharacters(line);
  return columns > 0 && textWidth(bare) > columns ? cutText(bare, columns) : line;
}

function changeLines(options: StatusOptions, io: Io): Show {
  const style = styleOf(io.stdout, io, options.color);
  const told = new Map<string, string>();
  return {
    look(environments) {
      const now = io.clock.now();
      const isFirst = told.size === 0;
      const lines = environments.flatMap(
        ({ name, targets, error }) =>
          [
            [
              name,
              error === null ? 'readable again' : `not readable: ${error.message} (${error.code})`,
              error === null,
            ],
            ...targets.map((target) => [target.id, standingText(target), false] as const),
          ] as const,
      );
      if (isFirst) io.stdout.write(pageOf(options, environments)({ now, style }));
      for (const [id, text, isUsual] of lines) {
        const before = told.get(id);
        told.set(id, text);
        if (isFirst || before === text || (before === undefined && isUsual)) continue;
        io.stdout.write(`${style.dim(clockText(now))} ${id}  ${text}\n`);
      }
    },
    end: () => undefined,
  };
}

function jsonLines({ project }: Board, io: Io): Show {
  let told = '';
  return {
    look(environments) {
      const text = jsonText(environments as never);
      if (text !== told) io.stdout.write(`${jsonText(boardJson({ project, environments, now: io.clock.now() }))}\n`);
      told = text;
    },
    end: () => undefined,
  };
}

/** `2026-11-30T12:00:05Z`. */
function clockText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
