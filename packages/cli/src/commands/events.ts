import { jsonText, plainJson, plainLine, readEvents, type TargetEvents } from '@funade/core';
import type { Interruption } from '../model/interruption.ts';
import type { Io } from '../model/io.ts';
import type { EventsOptions } from '../model/page-options.ts';
import { eventText, renderEvents } from '../render/render-events.ts';
import { standingJson } from '../render/standing-json.ts';
import { openStanding, type Standing } from '../run/open-standing.ts';
import { untilInterrupted } from '../run/until-interrupted.ts';

/** Milliseconds between two looks: ten services take one call. */
const pause = 5_000;

/** All that ECS keeps of a service: when following, none is missed. */
const kept = 100;

/** `funade events <environment>`: what ECS says happened to each service; with `--follow` until Ctrl-C. Changes nothing. */
export async function events(options: EventsOptions, io: Io, interruption: Interruption): Promise<number> {
  await using standing = await openStanding(options, io, interruption);
  const { project, environment, targets } = standing;
  if (options.follow) return await untilInterrupted(interruption, () => follow(standing, options, io));
  const wanted = { project: project.config.project, environment, targets, limit: options.limit };
  const found = plainJson(await readEvents(wanted, project.plugins, standing.context));
  const now = io.clock.now();
  io.stdout.write(
    options.json ? standingJson({ ...wanted, now, targets: found }) : renderEvents(found, { width: io.stdout.columns }),
  );
  return 0;
}

/** Ends when nobody reads any more. */
async function follow({ project, environment, targets, context }: Standing, options: EventsOptions, io: Io) {
  const { project: name } = project.config;
  const told = new Set<string>();
  const wanted = { project: name, environment, targets, limit: kept };
  for (let first = true; io.stdout.isOpen; first = false) {
    const found = plainJson(await readEvents(wanted, project.plugins, context));
    for (const { id, note } of first ? found : []) if (note !== null) io.stderr.write(`${id}: ${plainLine(note)}\n`);
    for (const line of newLines(found, { told, most: first ? options.limit : kept })) {
      const { id, service, event } = line;
      const { at, message, source } = event;
      io.stdout.write(
        options.json ? `${jsonText({ target: id, at, message, source })}\n` : `${service}  ${eventText(event)}\n`,
      );
    }
    await context.clock.sleep(pause, { signal: context.signal });
  }
}

/** What was not told yet, of all services in the order of time. */
function newLines(
  found: readonly TargetEvents[],
  { told, most }: { readonly told: Set<string>; readonly most: number },
) {
  const lines = found.flatMap(({ id, service, events: all }) => {
    const fresh = all.filter((event) => !told.has(`${id}/${event.id}`));
    for (const event of all) told.add(`${id}/${event.id}`);
    return fresh.slice(-most).map((event) => ({ id, service, event }));
  });
  return lines.toSorted((a, b) => (a.event.at ?? '').localeCompare(b.event.at ?? ''));
}
