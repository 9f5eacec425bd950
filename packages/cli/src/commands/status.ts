import { jsonText, plainJson, readStatus } from '@funade/core';
import { noEnvironmentReadable } from '../model/errors.ts';
import type { Interruption } from '../model/interruption.ts';
import type { Io } from '../model/io.ts';
import type { StatusOptions } from '../model/page-options.ts';
import { boardJson } from '../render/board-json.ts';
import { renderBoard } from '../render/render-board.ts';
import { renderStatus } from '../render/render-status.ts';
import { standingJson } from '../render/standing-json.ts';
import { styleOf } from '../render/style.ts';
import { openBoard } from '../run/open-board.ts';
import { openStanding } from '../run/open-standing.ts';
import { untilInterrupted } from '../run/until-interrupted.ts';
import { watchBoard } from './watch-board.ts';

/**
 * `funade status [environment]`: what runs where, whoever deployed it, what is in progress, and what differs from the config. Without
 * an environment all of them side by side; with `--watch` until Ctrl-C. Changes nothing.
 */
export async function status(options: StatusOptions, io: Io, interruption: Interruption): Promise<number> {
  const { environment } = options;
  if (options.watch) {
    await using board = await openBoard(options, io, interruption);
    return await untilInterrupted(interruption, () => watchBoard(board, options, { io, interruption }));
  }
  return environment === null
    ? showAll(options, io, interruption)
    : showOne({ ...options, environment }, io, interruption);
}

async function showOne(
  options: StatusOptions & { readonly environment: string },
  io: Io,
  interruption: Interruption,
): Promise<number> {
  await using standing = await openStanding(options, io, interruption);
  const { project, environment, context } = standing;
  const wanted = { project: project.config.project, environment, targets: standing.targets };
  const targets = plainJson(await readStatus(wanted, project.plugins, context));
  const now = io.clock.now();
  const page = { now, style: styleOf(io.stdout, io, options.color), width: io.stdout.columns };
  io.stdout.write(options.json ? standingJson({ ...wanted, now, targets }) : renderStatus(targets, page));
  return 0;
}

/** Fails only where no environment could be read at all. */
async function showAll(options: StatusOptions, io: Io, interruption: Interruption): Promise<number> {
  await using board = await openBoard(options, io, interruption);
  const environments = await board.look();
  const now = io.clock.now();
  const page = { now, style: styleOf(io.stdout, io, options.color), width: io.stdout.columns };
  io.stdout.write(
    options.json
      ? `${jsonText(boardJson({ project: board.project, environments, now }), 2)}\n`
      : renderBoard(environments, page),
  );
  const [first] = environments;
  if (first?.error != null && environments.every(({ error }) => error !== null)) {
    throw noEnvironmentReadable(
      environments.map(({ name }) => name),
      first.error.hint,
    );
  }
  return 0;
}
