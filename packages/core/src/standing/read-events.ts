import type { Plugin } from '../model/plugin.ts';
import type { RunContext } from '../model/run-context.ts';
import type { EventsRequest, TargetEvents } from '../model/service-events.ts';
import { askStanding, type StandingWanted } from './ask-standing.ts';

/** Whose events are read, and how many. */
export type EventsWanted = StandingWanted & Pick<EventsRequest, 'limit'>;

/**
 * What happened to every target, in the targets' order; a target of which no plugin knows it is left out.
 * Reads only. Throws what the plugins throw and `OPTIONS_INVALID`.
 */
export async function readEvents(
  wanted: EventsWanted,
  plugins: readonly Plugin[],
  context: RunContext,
): Promise<readonly TargetEvents[]> {
  const { limit } = wanted;
  return askStanding(wanted, { plugins, ask: (plugin) => plugin.events?.bind(plugin), more: { limit } }, context);
}
