import { plainJson, readStatus } from '@funade/core';
import type { Interruption } from '../model/interruption.ts';
import type { StandingOptions } from '../model/invocation.ts';
import type { Io } from '../model/io.ts';
import { renderStatus } from '../render/render-status.ts';
import { standingJson } from '../render/standing-json.ts';
import { styleOf } from '../render/style.ts';
import { openStanding } from '../run/open-standing.ts';

/** `funade status <environment>`: what runs where, whoever deployed it. Changes nothing. */
export async function status(options: StandingOptions, io: Io, interruption: Interruption): Promise<number> {
  await using standing = await openStanding(options, io, interruption);
  const { project, environment, context } = standing;
  const wanted = { project: project.config.project, environment, targets: standing.targets };
  const targets = plainJson(await readStatus(wanted, project.plugins, context));
  const now = io.clock.now();
  const page = { now, style: styleOf(io.stdout, io, options.color), width: io.stdout.columns };
  io.stdout.write(options.json ? standingJson({ ...wanted, now, targets }) : renderStatus(targets, page));
  return 0;
}
