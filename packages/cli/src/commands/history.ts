import { plainJson, readHistory } from '@funade/core';
import type { Interruption } from '../model/interruption.ts';
import type { Io } from '../model/io.ts';
import type { HistoryOptions } from '../model/page-options.ts';
import { renderHistory } from '../render/render-history.ts';
import { standingJson } from '../render/standing-json.ts';
import { styleOf } from '../render/style.ts';
import { openStanding } from '../run/open-standing.ts';

/** `funade history <environment>`: what was deployed, whoever did it, and how it ended. Changes nothing. */
export async function history(options: HistoryOptions, io: Io, interruption: Interruption): Promise<number> {
  await using standing = await openStanding(options, io, interruption);
  const { project, environment, context } = standing;
  const { limit } = options;
  const wanted = { project: project.config.project, environment, targets: standing.targets, limit };
  const targets = plainJson(await readHistory(wanted, project.plugins, context));
  const now = io.clock.now();
  const page = { now, style: styleOf(io.stdout, io, options.color), width: io.stdout.columns };
  io.stdout.write(options.json ? standingJson({ ...wanted, now, targets }) : renderHistory(targets, page));
  return 0;
}
