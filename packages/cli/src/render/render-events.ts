import { plainLine, type ServiceEvent, type TargetEvents } from '@funade/core';
import { breakLine } from './wrap-text.ts';

/** What happened to each target, the newest last. */
export function renderEvents(
  targets: readonly TargetEvents[],
  { width = 0 }: { readonly width?: number } = {},
): string {
  const blocks = targets.map(({ service, place, note, events }) =>
    [
      ...breakLine(plainLine(`${service}: ${place}`), '  ', width),
      ...(note === null ? [] : breakLine(`  ${plainLine(note)}`, '    ', width)),
      ...(note === null && events.length === 0 ? ['  no events'] : []),
      ...events.flatMap((event) => breakLine(`  ${eventText(event)}`, '    ', width)),
    ].join('\n'),
  );
  return `${blocks.join('\n\n')}\n`;
}

/** `2026-11-30 11:30:05 UTC (service api) has reached a steady state.` */
export function eventText({ at, message, source }: ServiceEvent): string {
  const when = at === null ? 'at an unknown time' : `${at.slice(0, 19).replace('T', ' ')} UTC`;
  return plainLine(`${when} ${source === 'action-logs' ? 'action log: ' : ''}${message}`);
}
