import { chooseTarget } from '../model/choose-target.ts';
import { type Entry, nameOf } from '../model/entries.ts';
import type { Unfit } from '../model/errors.ts';
import type { SchedulesFacts } from '../model/facts.ts';

/** Entries that would change one and the same schedule, or target of a rule. */
export function claimedTwice(entries: readonly Entry[], facts: SchedulesFacts): readonly Unfit[] {
  const claims = new Map<string, Entry>();
  return entries.flatMap((entry) => {
    const claim = claimOf(entry, facts);
    const first = claims.get(claim);
    claims.set(claim, first ?? entry);
    if (first === undefined) return [];
    return {
      target: entry.target,
      key: entry.key,
      problem: `${nameOf(entry)} is schedules.${first.key} of ${first.target} already`,
      hint: 'a schedule follows one service: take one of the two out',
    };
  });
}

function claimOf(entry: Entry, facts: SchedulesFacts): string {
  if (entry.type === 'schedule') return JSON.stringify(['schedule', entry.place.group, entry.place.name]);
  const found = facts.entries[entry.target]?.[entry.key];
  const chosen = found?.type === 'rule' ? chooseTarget(entry, found, []) : null;
  const id = entry.options.target ?? chosen?.target?.Id ?? '';
  return JSON.stringify(['rule', entry.place.bus, entry.place.name, id]);
}
