import { plainJson, readTasks } from '@funade/core';
import type { Interruption } from '../model/interruption.ts';
import type { Io } from '../model/io.ts';
import type { TasksOptions } from '../model/page-options.ts';
import { renderTasks } from '../render/render-tasks.ts';
import { standingJson } from '../render/standing-json.ts';
import { styleOf } from '../render/style.ts';
import { openStanding } from '../run/open-standing.ts';

/** `funade tasks <environment>`: the tasks of each service, and why those that are gone have stopped. Changes nothing. */
export async function tasks(options: TasksOptions, io: Io, interruption: Interruption): Promise<number> {
  await using standing = await openStanding(options, io, interruption);
  const { project, environment, context } = standing;
  const { stopped } = options;
  const wanted = { project: project.config.project, environment, targets: standing.targets, stopped };
  const targets = plainJson(await readTasks(wanted, project.plugins, context));
  const now = io.clock.now();
  const page = { now, style: styleOf(io.stdout, io, options.color), width: io.stdout.columns };
  io.stdout.write(options.json ? standingJson({ ...wanted, now, targets }) : renderTasks(targets, page));
  return 0;
}
